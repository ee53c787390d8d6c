import { UnreadableFile } from './file-problem.ts';
import { MAX_RECORD_LENGTH } from './record.ts';

/** Of brackets within brackets, in one row. */
const MAX_DEPTH = 32;
const ROWS_KEY = 'operations';

/** One row of a JSON file, not parsed yet. `line` is where it begins. */
export type JsonText = { readonly line: number; readonly text: string };

/**
 * Text, in pieces of any size, to the rows of a JSON file: the elements of an array, those of the `operations` of an object, or the values of
 * an NDJSON file one after the other. It only finds where each begins and ends; `JSON.parse` judges what is between. What is not a row
 * is not kept, so that memory is bounded by the longest row.
 */
export class JsonRowSplitter {
  /** Depth at which rows begin; -1 outside of them, in an object whose `operations` have not come yet or are over. */
  #base: number;
  #depth = 0;
  #inText = false;
  #escaped = false;
  #line = 1;
  /** What has come of the row so far; null between rows. */
  #row: string | null = null;
  #rowLine = 1;
  /** In an object: the text that was read last at its first level, which is a key when a colon follows. */
  #key = '';
  #awaitingRows = false;

  /** @param lines whether the rows stand one after the other, without a list around them. */
  constructor(lines: boolean) {
    this.#base = lines ? 0 : -1;
  }

  /** Throws UnreadableFile: INVALID_JSON or RECORD_TOO_LONG. */
  push(text: string): JsonText[] {
    const rows: JsonText[] = [];
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#inText) {
        if (this.#row === null && this.#depth === 1 && this.#key.length <= ROWS_KEY.length) this.#key += text[at];
        this.#inside(code);
        continue;
      }
      if (code === 10) this.#line += 1;
      if (this.#row === null && this.#base === this.#depth && beginsValue(code)) {
        this.#row = '';
        this.#rowLine = this.#line;
        start = at;
      }
      const ended = this.#outside(code);
      if (this.#row === null || !ended) continue;
      // A bracket belongs to its row, what follows a bare value does not.
      rows.push({
        line: this.#rowLine,
        text: this.#row + text.slice(start, isClosing(code) && this.#depth === this.#base ? at + 1 : at),
      });
      this.#row = null;
    }
    if (this.#row !== null) {
      this.#row += text.slice(start);
      if (this.#row.length > MAX_RECORD_LENGTH) throw tooLong(this.#rowLine);
    }
    for (const row of rows) if (row.text.length > MAX_RECORD_LENGTH) throw tooLong(row.line);
    return rows;
  }

  /** Throws UnreadableFile when the file is not at its end. */
  end(): JsonText[] {
    if (this.#inText || this.#depth !== 0) throw invalid('It ends in the middle.', this.#line);
    return this.#row === null ? [] : [{ line: this.#rowLine, text: this.#row }];
  }

  #inside(code: number): void {
    if (code === 10) throw invalid('A line break inside a text.', this.#line);
    if (this.#escaped) this.#escaped = false;
    else if (code === BACKSLASH) this.#escaped = true;
    else if (code === QUOTE) this.#inText = false;
  }

  /** Whether the row, if there is one, is at its end with this character. */
  #outside(code: number): boolean {
    if (code === QUOTE) {
      this.#inText = true;
      this.#key = '';
    } else if (isOpening(code)) {
      this.#open(code);
    } else if (isClosing(code)) {
      return this.#close();
    } else if (code === COLON && this.#depth === 1 && this.#row === null) {
      this.#awaitingRows = this.#key === `${ROWS_KEY}"`;
    } else if (code === COMMA || isBlank(code)) {
      return this.#depth === this.#base;
    }
    return false;
  }

  #open(code: number): void {
    if (
      this.#row === null &&
      this.#base === -1 &&
      code === OPEN_LIST &&
      (this.#depth === 0 || (this.#depth === 1 && this.#awaitingRows))
    ) {
      this.#base = this.#depth + 1;
    }
    this.#depth += 1;
    if (this.#depth - Math.max(this.#base, 0) > MAX_DEPTH) {
      throw invalid(`There are more than ${MAX_DEPTH} brackets within each other.`, this.#line);
    }
  }

  #close(): boolean {
    const ended = this.#row !== null && this.#depth <= this.#base + 1;
    this.#depth -= 1;
    if (this.#depth < 0) throw invalid('A bracket is closed that was never opened.', this.#line);
    if (this.#depth < this.#base) this.#base = -1;
    this.#awaitingRows = false;
    return ended;
  }
}

const [QUOTE, BACKSLASH, COLON, COMMA, OPEN_LIST] = [34, 92, 58, 44, 91];

const isOpening = (code: number): boolean => code === 123 || code === 91;
const isClosing = (code: number): boolean => code === 125 || code === 93;
const isBlank = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;
const beginsValue = (code: number): boolean => !isBlank(code) && code !== COMMA && !isClosing(code);

const invalid = (what: string, line: number): UnreadableFile =>
  new UnreadableFile('INVALID_JSON', `This is not JSON: ${what} See line ${line}.`, line);

const tooLong = (line: number): UnreadableFile =>
  new UnreadableFile(
    'RECORD_TOO_LONG',
    `The row that begins in line ${line} is longer than ${MAX_RECORD_LENGTH} characters.`,
    line,
  );
