/** Why a file cannot be read at all; none of its rows is a row then. */
export type FileProblemCode =
  | 'EMPTY_FILE'
  | 'NOT_A_TABLE'
  | 'COMPRESSED_FILE'
  | 'NUL_CHARACTER'
  | 'MIXED_ENCODING'
  | 'WRONG_ENCODING'
  | 'TOO_MANY_COLUMNS'
  | 'RECORD_TOO_LONG'
  | 'OPEN_QUOTE'
  | 'INVALID_JSON'
  | 'NO_HEADER';

/** `line` is the line of the file, from 1, where it shows; null where it is the file as a whole. */
export type FileProblem = { readonly code: FileProblemCode; readonly detail: string; readonly line: number | null };

/** Thrown while a file is read, at once when the trouble shows: nothing after it is read. */
export class UnreadableFile extends Error {
  readonly problem: FileProblem;

  constructor(code: FileProblemCode, detail: string, line: number | null = null) {
    super(detail);
    this.problem = { code, detail, line };
  }
}
