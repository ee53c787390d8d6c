import type { Import, RowState, StagedRow } from '../imports/import.ts';
import type { OperationRow } from './operation-queries.ts';
import type { Page } from './page.ts';

/** A row of the file as it is shown. */
export type ImportRow = Omit<StagedRow, 'operations'> & {
  /** What it stands for, as an operation is shown; their ids are those that they get. */
  readonly operations: readonly OperationRow[];
};

export type ImportRowsRequest = {
  readonly state: RowState | null;
  /** After this number; from the first when 0. */
  readonly after: number;
  readonly limit: number;
};

export interface ImportQueries {
  /** Newest first, after the import `after` (from the newest when null). */
  list(userId: string, page: { limit: number; after: string | null }): Promise<Page<Import>>;

  find(userId: string, id: string): Promise<Import | null>;

  /** In the order of the file. */
  rows(userId: string, importId: string, request: ImportRowsRequest): Promise<Page<ImportRow>>;
}
