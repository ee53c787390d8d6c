/** A digest as its column has it. */
export const digestBytes = (digest: string): Buffer => Buffer.from(digest, 'base64url');
