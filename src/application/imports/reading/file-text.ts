import { blocksOf } from '../blocks.ts';
import { ENCODING_HEAD, type Encoding, encodingOfHead } from './encoding.ts';
import { UnreadableFile } from './file-problem.ts';
import { refuseForeignFile } from './file-signature.ts';
import { TextDecoding } from './text-decoding.ts';

/**
 * Blocks of this size keep what is done once a block negligible, however small the chunks are that come in, and the rows of one few: of blocks four times as
 * large V8 takes what is just being worked on for lasting, and collects the whole heap ever again.
 */
export const BLOCK_SIZE = 4_096;

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
    // So the first one holds the whole beginning.
    for await (const block of blocksOf(this.#chunks, BLOCK_SIZE)) {
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
