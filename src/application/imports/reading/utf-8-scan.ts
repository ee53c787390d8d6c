/** `bad` is the offset of the first byte that is no UTF-8, or -1; `multi` whether a sequence of several bytes came before it. */
export type Utf8Scan = { readonly bad: number; readonly multi: boolean };

/** Only for the one block in which a decoder has met a fault: it says where, which a TextDecoder does not. */
export function scanUtf8(bytes: Uint8Array): Utf8Scan {
  let multi = false;
  let index = 0;
  while (index < bytes.length) {
    const length = sequenceLength(bytes, index);
    if (length === 0) return { bad: index, multi };
    if (length > 1) multi = true;
    index += length;
  }
  return { bad: -1, multi };
}

/** How many bytes at the end begin a sequence that the next block may finish: 0 to 3. */
export function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return wantedLength(byte) > back ? back : 0;
  }
  return 0;
}

function wantedLength(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

/** 0 where no well-formed sequence begins [Unicode, table 3-7]. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = wantedLength(lead);
  if (length < 2) return length;
  const second = bytes[at + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let next = 2; next < length; next += 1) {
    const byte = bytes[at + next] ?? 0;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return length;
}
