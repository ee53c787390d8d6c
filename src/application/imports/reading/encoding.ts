export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** So many bytes decide between UTF-16 and the others. */
export const ENCODING_HEAD = 1_024;

/** UTF-16 by its byte order mark, or by its zero bytes without one; null for the others, which only the whole file can tell apart. */
export function encodingOfHead(head: Uint8Array): Encoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return utf16WithoutMark(head);
}

/** A table is mostly of ASCII, of which each UTF-16 unit has a zero byte, always on the same side. */
function utf16WithoutMark(head: Uint8Array): Encoding | null {
  const zeros: [number, number] = [0, 0];
  const length = Math.min(head.length, ENCODING_HEAD);
  for (let index = 0; index < length; index += 1) if (head[index] === 0) zeros[index % 2 === 0 ? 0 : 1] += 1;
  const units = length / 2;
  if (zeros[1] > units * 0.5 && zeros[0] < units * 0.1) return 'utf-16le';
  if (zeros[0] > units * 0.5 && zeros[1] < units * 0.1) return 'utf-16be';
  return null;
}
