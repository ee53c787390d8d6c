import type { Import, StagedRow } from '#application/imports/import.ts';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { ImportQueries, ImportRow, ImportRowsRequest } from '#application/ports/import-queries.ts';
import type { Page } from '#application/ports/page.ts';
import { importIn } from './import-in.ts';
import { type MemoryStore, ownedKey } from './memory-store.ts';
import { pageOf } from './page-of.ts';

export class MemoryImportQueries implements ImportQueries {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async list(userId: string, { limit, after }: { limit: number; after: string | null }): Promise<Page<Import>> {
    const ids = [...this.#store.committed.imports.values()]
      .filter(({ file }) => file.userId === userId && (after === null || file.id < after))
      .map(({ file }) => file.id);
    const files = ids
      .sort()
      .reverse()
      .map((id) => this.#found(userId, id));
    return pageOf(
      files.filter((file) => file !== null),
      limit,
      (file) => file,
    );
  }

  async find(userId: string, id: string): Promise<Import | null> {
    return this.#found(userId, id);
  }

  async rows(userId: string, importId: string, { state, after, limit }: ImportRowsRequest): Promise<Page<ImportRow>> {
    const rows = this.#store.committed.imports.get(ownedKey(userId, importId))?.rows ?? [];
    const found = rows.filter((row) => row.number > after && (state === null || row.state === state));
    return pageOf(found, limit, rowOf);
  }

  #found(userId: string, id: string): Import | null {
    const file = importIn(this.#store.committed, userId, id);
    return file?.state === 'uploading' ? null : file;
  }
}

const rowOf = ({ operations, ...row }: StagedRow): ImportRow => ({
  ...row,
  operations: operations.map(({ operation }) => {
    const shown = operationRow(operation);
    return { ...shown, created_at: shown.date, updated_at: shown.date };
  }),
});
