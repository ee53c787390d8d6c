import { NodeDigest } from '#adapters/outbound/security/node-digest.ts';

const utf8 = new TextEncoder();

export const bytesOf = (text: string): Uint8Array => utf8.encode(text);

export const digest = new NodeDigest();

/** A file as it comes in: in pieces of that many bytes. */
export async function* inChunks(file: Uint8Array | string, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === 'string' ? bytesOf(file) : file;
  for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size));
}
