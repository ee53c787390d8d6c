import type { ViolationCode } from '#domain/shared/violation.ts';

/** Why a cell gives no value: what the domain refuses too, and what only a table can be. */
export type CellProblemCode = ViolationCode | 'AMBIGUOUS' | 'UNKNOWN_TYPE' | 'BROKEN_ROW' | 'DIFFERS';

/** `column` is the name of the column as the header has it; null where the row as a whole is at fault. */
export type CellProblem = { readonly column: string | null; readonly code: CellProblemCode; readonly detail: string };

/** Thrown where a cell is read; who knows its column makes a CellProblem of it. */
export class UnreadableCell extends Error {
  readonly code: CellProblemCode;

  constructor(code: CellProblemCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/** A cell as a sentence may quote it. */
export const quoted = (cell: string): string => `“${cell.length > 60 ? `${cell.slice(0, 60)}…` : cell}”`;
