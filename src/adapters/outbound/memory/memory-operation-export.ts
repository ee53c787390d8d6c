import { exportRow, FRAMES, namesOfAccounts } from '#application/exports/export-row.ts';
import type { ExportFormat, FilePieces, OperationExport } from '#application/ports/operation-export.ts';
import type { OperationFilter } from '#application/ports/operation-queries.ts';
import { MemoryOperationQueries } from './memory-operation-queries.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryOperationExport implements OperationExport {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async open(userId: string, filter: OperationFilter, format: ExportFormat): Promise<FilePieces> {
    const accounts = [...this.#store.committed.accounts.values()].filter((account) => account.userId === userId);
    const names = namesOfAccounts(accounts);
    const all = { filter, newestFirst: false, limit: Number.MAX_SAFE_INTEGER, after: null };
    const { rows } = await new MemoryOperationQueries(this.#store).page(userId, all);
    const { begin, between, end } = FRAMES[format];
    const lines = rows.map((row) => exportRow(row, names.get(row.account_id) ?? '', format));
    const text = `${begin}${lines.join(between)}${lines.length > 0 ? end : end.trimStart()}`;
    const file = pieces(new TextEncoder().encode(text));
    return { [Symbol.asyncIterator]: () => file, return: () => file.return(undefined) };
  }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, undefined> {
  yield bytes;
}
