import { hash } from 'node:crypto';

/** A strong ETag of the bytes, the same on every process. */
export const bytesTag = (body: string): string => `"${hash('sha1', body, 'base64url')}"`;

/**
 * The first of these ETags that If-None-Match names, if it names any (RFC 9110 §13.1.2): weak comparison; a list, `W/` and `*`, which is the
 * first, are understood.
 */
export function knownOf(header: string | undefined, etags: readonly string[]): string | undefined {
  if (header === undefined) return undefined;
  // Nearly always it is one ETag, just as it was given.
  if (etags.includes(header)) return header;
  if (header.trim() === '*') return etags[0];
  const named = new Set(header.split(',').map((tag) => tag.trim().replace(/^W\//, '')));
  return etags.find((etag) => named.has(etag));
}
