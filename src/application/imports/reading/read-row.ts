import type { OperationDraft, OperationField } from '#domain/ledger/operation-draft.ts';
import type { CellProblem } from './unreadable-cell.ts';

/** One operation that a row stands for, not yet checked by the domain. */
export type ReadOperation = {
  /** Whatever was read, `source` and `externalId` included, but for rows of Blotter's own formats that have none. */
  readonly draft: OperationDraft;
  /** The id of its row and of its place in it: the draft's own, or made from the content where the draft has none. */
  readonly externalId: string;
  /** The account as the file calls it; null where it does not. */
  readonly account: string | null;
  /** For each field of the draft that came from a column, the name of that column. Shared by rows: not to be changed. */
  readonly columns: Readonly<Partial<Record<OperationField, string>>>;
};

export type RowOutcome =
  | { readonly operations: readonly ReadOperation[] }
  | { readonly ignored: string }
  | { readonly problems: readonly CellProblem[] };

export type ReadRow = {
  /** Of the data rows, from 1. */
  readonly number: number;
  /** Of the file, from 1, where the row begins. */
  readonly line: number;
  /** The names of its cells; the same array for all rows of a CSV. */
  readonly columns: readonly string[];
  /** As they stand in the file. */
  readonly cells: readonly string[];
  readonly outcome: RowOutcome;
};
