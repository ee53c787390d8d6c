import { UnreadableFile } from './file-problem.ts';

type Signature = { readonly bytes: readonly number[]; readonly what: string; readonly compressed: boolean };

const SIGNATURES: readonly Signature[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a ZIP archive or an Excel or LibreOffice workbook', compressed: true },
  { bytes: [0x50, 0x4b, 0x05, 0x06], what: 'an empty ZIP archive', compressed: true },
  { bytes: [0x1f, 0x8b], what: 'a gzip archive', compressed: true },
  { bytes: [0x42, 0x5a, 0x68], what: 'a bzip2 archive', compressed: true },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'an xz archive', compressed: true },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'a Zstandard archive', compressed: true },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7z archive', compressed: true },
  { bytes: [0x52, 0x61, 0x72, 0x21], what: 'a RAR archive', compressed: true },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old Excel or Word document', compressed: false },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document', compressed: false },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG picture', compressed: false },
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG picture', compressed: false },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: 'a GIF picture', compressed: false },
  { bytes: [0x52, 0x49, 0x46, 0x46], what: 'a WebP picture or another RIFF file', compressed: false },
];

/** Throws UnreadableFile when the first bytes say that the file is no text, with the name of what it is. */
export function refuseForeignFile(head: Uint8Array): void {
  const found = SIGNATURES.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (found === undefined) return;
  const advice = found.compressed
    ? 'Unpack it, and bring the CSV or JSON in it.'
    : 'Bring the CSV that the broker offers.';
  throw new UnreadableFile(
    found.compressed ? 'COMPRESSED_FILE' : 'NOT_A_TABLE',
    `This is ${found.what}, not a table of text. ${advice}`,
    null,
  );
}
