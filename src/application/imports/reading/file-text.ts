import { ENCODING_HEAD, type Encoding, encodingOfHead } from './encoding.ts';
import { UnreadableFile } from './file-problem.ts';
import { refuseForeignFile } from './file-signature.ts';
import { TextDecoding } from './text-decoding.ts';

/** Blocks of this size keep what is done once a block negligible, however small the chunks are that come in. */
const BLOCK_SIZE = 65_536;

export type Chunks = AsyncIterable<Uint8Array>;

/** The text of a file, block by block; `encoding` is what it was read in, once all was read. */
export class FileText {
  readonly #chunks: Chunks;
  readonly #given: Encoding | null;
  #decoding: TextDecoding | null = null;

  /** @param encoding as the user corrected it; null to find out. */
  constructor(chunks: Chunks, encoding: Encoding | null) {
    this.#chunks = chunks;
    this.#given = encoding;
  }

  get encoding(): Encoding {
    return this.#decoding?.encoding ?? 'utf-8';
  }

  /** Never an empty text. Throws UnreadableFile. */
  async *read(): AsyncGenerator<string> {
    let blank = true;
    for await (const block of blocksOf(this.#chunks)) {
      this.#decoding ??= this.#begin(block);
      const text = this.#decoding.push(block);
      blank &&= text.trim() === '';
      if (text !== '') yield text;
    }
    const rest = this.#decoding?.end() ?? '';
    if (blank && rest.trim() === '') throw new UnreadableFile('EMPTY_FILE', 'The file is empty.');
    if (rest !== '') yield rest;
  }

  #begin(head: Uint8Array): TextDecoding {
    refuseForeignFile(head);
    return new TextDecoding(this.#given ?? encodingOfHead(head.subarray(0, ENCODING_HEAD)));
  }
}

/** The same bytes in blocks of at least BLOCK_SIZE, but the last: so the first one holds the whole beginning. */
async function* blocksOf(chunks: Chunks): AsyncGenerator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    gathered.push(chunk);
    size += chunk.length;
    if (size < BLOCK_SIZE) continue;
    yield concatenated(gathered, size);
    gathered = [];
    size = 0;
  }
  if (size > 0) yield concatenated(gathered, size);
}

function concatenated(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
