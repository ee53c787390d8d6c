import { END_OF_ROWS } from './backup-text.ts';

const LINE_FEED = 10;
const END = Buffer.from(`\n${END_OF_ROWS}`);
/** Of a line that is no row; the longest names the columns of every table. */
const LONGEST_LINE = 2 ** 20;

/** Reads lines, and rows up to the line that ends them, out of pieces that are cut anywhere. It keeps no more than a piece and a line. */
export class TextReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  /** Read, and not given yet. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** Without its line feed; null when there is no whole line any more, or none of a length that can be ours. */
  async line(): Promise<string | null> {
    for (;;) {
      const end = this.#rest.indexOf(LINE_FEED);
      if (end >= 0) {
        const line = this.#rest.toString('utf8', 0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      const piece = this.#rest.length > LONGEST_LINE ? null : await this.#next();
      if (piece === null) return null;
      this.#rest = Buffer.concat([this.#rest, piece]);
    }
  }

  /** Everything up to the end of the rows. Ends by false when the text ends before. */
  async *rows(): AsyncGenerator<Uint8Array, boolean> {
    // As if the line before were not ended yet: then the end of the rows looks the same where there are none.
    let held = Buffer.concat([END.subarray(0, 1), this.#rest]);
    let passed = 1;
    for (;;) {
      const end = held.indexOf(END);
      // What the end may have begun in is kept until more of it is there.
      const safe = end >= 0 ? end + 1 : Math.max(0, held.length - END.length + 1);
      if (safe > passed) yield held.subarray(passed, safe);
      if (end >= 0) {
        this.#rest = held.subarray(end + END.length);
        return true;
      }
      const piece = await this.#next();
      if (piece === null) return false;
      passed = Math.max(0, passed - safe);
      held = Buffer.concat([held.subarray(safe), piece]);
    }
  }

  /** Reads to the end, whatever comes. */
  async skip(): Promise<void> {
    this.#rest = Buffer.alloc(0);
    while ((await this.#next()) !== null);
  }

  async #next(): Promise<Uint8Array | null> {
    const { done, value } = await this.#pieces.next();
    return done ? null : value;
  }
}
