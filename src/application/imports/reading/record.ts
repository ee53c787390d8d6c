/** What no table of a person exceeds: beyond it the file is refused at once, so that memory stays bounded. */
export const MAX_COLUMNS = 1_000;
/** In UTF-16 units, of one record as it stands in the file. */
export const MAX_RECORD_LENGTH = 1_048_576;

/** One record of a table [RFC 4180]. `line` is where it begins, from 1; a quoted cell may go over several lines. */
export type TableRecord = {
  readonly line: number;
  readonly cells: readonly string[];
  /** Index of the cell with something between its closing quote and the next delimiter; -1 in sound records. */
  readonly faulty: number;
};

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];
