import type { BuiltOperation } from './bind-operation.ts';
import type { RowView } from './table-binding.ts';
import type { CellProblem } from './unreadable-cell.ts';

/** What a row's cells say, before it has an id. Problems of single cells are left in the view. */
export type RowReading =
  | { readonly built: readonly BuiltOperation[] }
  | { readonly ignored: string }
  | { readonly problem: CellProblem };

/** How the rows of one file are read, by a template, by a mapping or as Blotter's own. */
export type RowReader = {
  read(row: RowView): RowReading;
  /** The broker's id of the row; null when there is none. */
  idOf(row: RowView): string | null;
  readonly uniqueId: boolean;
  /** Whether its cells come to it without white space around them; Blotter's own are taken to the letter. */
  readonly trimmed: boolean;
  /** Indexes of the columns without which a row is not whole. */
  readonly needed: readonly number[];
};
