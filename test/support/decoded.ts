import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** The bytes as they were before their Content-Encoding. */
export function decoded(bytes: Buffer, coding: string | undefined): Buffer {
  if (bytes.length === 0) return bytes;
  if (coding === 'br') return brotliDecompressSync(bytes);
  return coding === 'gzip' ? gunzipSync(bytes) : bytes;
}
