/** `rest` is where the record begins that the text does not finish. */
export type QuotedSplit = { readonly rest: number; readonly openQuote: boolean };

/** @param lines that the record went over; `length` in the file, without its line end. */
type TakeRecord = (cells: string[], faulty: number, lines: number, length: number) => void;

const QUOTE = '"';

/**
 * Records of a text with quotes [RFC 4180]. A cell is quoted when it begins with a quote; one inside a cell that does not is a
 * character as any other. What follows a closing quote is kept in the cell, and the record is marked as faulty.
 * @param last whether the text ends here: otherwise a record without its line end waits for more.
 */
export function splitQuoted(text: string, delimiter: string, last: boolean, take: TakeRecord): QuotedSplit {
  let start = 0;
  while (start < text.length) {
    const end = readRecord(text, start, delimiter, last, take);
    if (end < 0) return { rest: start, openQuote: end === OPEN && last };
    start = end;
  }
  return { rest: start, openQuote: false };
}

const UNFINISHED = -1;
const OPEN = -2;

/** Where the next record begins; UNFINISHED or OPEN when this one has no end. */
function readRecord(text: string, start: number, delimiter: string, last: boolean, take: TakeRecord): number {
  const cells: string[] = [];
  let faulty = -1;
  let lines = 1;
  let at = start;
  for (;;) {
    let cell = '';
    const quoted = text[at] === QUOTE;
    if (quoted) {
      const close = closingQuote(text, at + 1);
      if (close === -1) return OPEN;
      cell = text.slice(at + 1, close);
      if (cell.includes(QUOTE)) cell = cell.replaceAll('""', QUOTE);
      lines += lineEndsIn(cell);
      at = close + 1;
    }
    const end = endOfCell(text, at, delimiter);
    const bare = text.slice(at, end);
    if (quoted && faulty === -1 && bare.trim() !== '') faulty = cells.length;
    cell = quoted ? cell + bare.trimEnd() : bare;
    cells.push(cell);
    at = end;
    if (text[at] === delimiter) {
      at += 1;
      continue;
    }
    // Also where a closing quote came last: it may be the first of two.
    if (at >= text.length && !last) return UNFINISHED;
    take(cells, faulty, lines, at - start);
    return text[at] === '\r' && text[at + 1] === '\n' ? at + 2 : at + 1;
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf(QUOTE, from);
  while (at !== -1 && text[at + 1] === QUOTE) at = text.indexOf(QUOTE, at + 2);
  return at;
}

function endOfCell(text: string, from: number, delimiter: string): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === delimiter || character === '\n' || character === '\r') return at;
  }
  return text.length;
}

function lineEndsIn(cell: string): number {
  let count = 0;
  for (let at = 0; at < cell.length; at += 1) {
    const character = cell[at];
    if (character === '\n' || (character === '\r' && cell[at + 1] !== '\n')) count += 1;
  }
  return count;
}
