import { UnreadableFile } from './file-problem.ts';
import { type QuotedSplit, splitQuoted } from './quoted-records.ts';
import { type Delimiter, MAX_COLUMNS, MAX_RECORD_LENGTH, type TableRecord } from './record.ts';

const LINE_END = /\r\n|\n|\r/;

/**
 * Text, in pieces of any size, to records. Lines end with LF, CRLF or CR. Blank lines, and those of nothing but delimiters, are no records.
 * A piece without a quote character, which most are, is only split; the others are walked through.
 */
export class RecordSplitter {
  readonly #delimiter: Delimiter;
  /** The beginning of a record of which the end has not come yet. */
  #pending = '';
  #line = 1;

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
  }

  /** Throws UnreadableFile: TOO_MANY_COLUMNS or RECORD_TOO_LONG. */
  push(text: string): TableRecord[] {
    let buffer = this.#pending + text;
    // A CR at the very end may be half of a CRLF.
    let held = '';
    if (buffer.endsWith('\r')) {
      held = '\r';
      buffer = buffer.slice(0, -1);
    }
    const records = buffer.includes('"') ? this.#quoted(buffer, false) : this.#plain(buffer, false);
    this.#pending += held;
    if (this.#pending.length > MAX_RECORD_LENGTH) throw tooLong(this.#line);
    return records;
  }

  /** What the file ends with. Throws UnreadableFile: OPEN_QUOTE too. */
  end(): TableRecord[] {
    const buffer = this.#pending;
    this.#pending = '';
    return buffer.includes('"') ? this.#quoted(buffer, true) : this.#plain(buffer, true);
  }

  #plain(buffer: string, last: boolean): TableRecord[] {
    const lines = buffer.includes('\r') ? buffer.split(LINE_END) : buffer.split('\n');
    this.#pending = last ? '' : (lines.pop() ?? '');
    const records: TableRecord[] = [];
    for (const text of lines) {
      if (text !== '') this.#take(records, text);
      this.#line += 1;
    }
    return records;
  }

  #take(records: TableRecord[], text: string): void {
    if (text.length > MAX_RECORD_LENGTH) throw tooLong(this.#line);
    // One more than is allowed is enough to see that there are too many.
    const cells = text.split(this.#delimiter, MAX_COLUMNS + 1);
    this.#keep(records, { line: this.#line, cells, faulty: -1 });
  }

  #quoted(buffer: string, last: boolean): TableRecord[] {
    const records: TableRecord[] = [];
    const split: QuotedSplit = splitQuoted(buffer, this.#delimiter, last, (cells, faulty, lines, length) => {
      if (length > MAX_RECORD_LENGTH) throw tooLong(this.#line);
      this.#keep(records, { line: this.#line, cells, faulty });
      this.#line += lines;
    });
    if (split.openQuote) throw openQuote(this.#line);
    this.#pending = buffer.slice(split.rest);
    return records;
  }

  #keep(records: TableRecord[], record: TableRecord): void {
    if (record.cells.length > MAX_COLUMNS) throw tooManyColumns(record.line);
    if (record.faulty !== -1 || !record.cells.every(isBlank)) records.push(record);
  }
}

const isBlank = (cell: string): boolean => cell === '' || cell.trim() === '';

const tooLong = (line: number): UnreadableFile =>
  new UnreadableFile(
    'RECORD_TOO_LONG',
    `The record that begins in line ${line} is longer than ${MAX_RECORD_LENGTH} characters: this is no table, or a quote is not closed.`,
    line,
  );

const tooManyColumns = (line: number): UnreadableFile =>
  new UnreadableFile('TOO_MANY_COLUMNS', `Line ${line} has more than ${MAX_COLUMNS} columns.`, line);

const openQuote = (line: number): UnreadableFile =>
  new UnreadableFile('OPEN_QUOTE', `A quote that is opened in the record of line ${line} is never closed.`, line);
