import type { Import, RowState, StagedRow } from '#application/imports/import.ts';
import type { Inspection } from '#application/imports/reading/inspection.ts';
import type { RunId } from '#application/jobs/job.ts';
import {
  type ImportKey,
  type ImportLedger,
  keyGroupOf,
  type Progress,
  type Read,
  type Repeated,
} from '#application/ports/import-ledger.ts';
import { externalKeyOf } from '#application/ports/operation-repository.ts';
import { notFound } from '#application/refusal.ts';
import { Account } from '#domain/ledger/account.ts';
import { Operation } from '#domain/ledger/operation.ts';
import { changesBetween } from '#domain/ledger/operation-changes.ts';
import type { KeptImport } from './kept-import.ts';
import { runningJob } from './kept-job.ts';
import { type MemoryStore, type MemoryTables, ownedKey } from './memory-store.ts';
import { withRepeated } from './repeated-rows.ts';
import { takenBy, writeHistory } from './write-operation.ts';

export class MemoryImportLedger implements ImportLedger {
  readonly #store: MemoryStore;
  readonly #now: () => Date;

  constructor(store: MemoryStore, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  async hasAny(userId: string, key: ImportKey): Promise<boolean> {
    return this.#keyed(userId).some(([each]) => keyGroupOf(each) === keyGroupOf(key));
  }

  async known(userId: string, keys: readonly ImportKey[]): Promise<readonly (readonly [ImportKey, Operation])[]> {
    const names = new Set(keys.map((key) => JSON.stringify(key)));
    return this.#keyed(userId).filter(([key]) => names.has(JSON.stringify(key)));
  }

  async *unkeyed(userId: string): AsyncGenerator<readonly Operation[]> {
    const { importKeys } = this.#store.committed;
    yield this.#operations(userId).filter(({ id, fields }) => fields.externalId === null && !importKeys.has(id));
  }

  async stage(
    run: RunId,
    file: Import,
    batches: AsyncIterable<readonly StagedRow[]>,
    done: (repeated: Repeated) => Read,
  ): Promise<void> {
    const staged: StagedRow[] = [];
    for await (const batch of batches) staged.push(...batch);
    const rows = withRepeated(staged);
    const became = (state: RowState) => rows.filter((row, at) => row.state === state && row !== staged[at]).length;
    const read = done({ same: became('same'), doubtful: became('doubtful') });
    await this.#settle(run, file, (tables) => this.#replace(tables, file, { ...read, state: 'draft' }, { rows }));
  }

  async fail(run: RunId, file: Import, inspection: Inspection): Promise<void> {
    await this.#settle(run, file, (tables) =>
      this.#replace(tables, file, { inspection, counts: null, newAccounts: [], state: 'failed' }, { rows: [] }),
    );
  }

  async commit(run: RunId, file: Import, at: Date, progress: Progress): Promise<number> {
    let booked = 0;
    await this.#settle(run, file, (tables) => {
      for (const { id, name, currency } of file.newAccounts) {
        const { userId } = file;
        const state = { id, userId, name, currency, kind: null, version: 1, createdAt: at, updatedAt: at };
        tables.accounts.set(ownedKey(userId, id), Account.restore(state));
      }
      for (const { operation, importKey } of newOnes(tables, file)) {
        if (takenBy(tables, operation) || isKeyTaken(tables, operation, importKey)) continue;
        if (!tables.accounts.has(ownedKey(file.userId, operation.fields.accountId))) throw notFound('account');
        const stored = Operation.restore({ ...operation, createdAt: at, updatedAt: at });
        tables.operations.set(ownedKey(file.userId, stored.id), stored);
        if (importKey !== null) tables.importKeys.set(stored.id, importKey);
        booked += 1;
      }
      this.#replace(tables, file, { state: 'committed' }, { bytes: [] });
    });
    await progress(1);
    return booked;
  }

  async undo(run: RunId, file: Import, at: Date, progress: Progress): Promise<number> {
    let gone = 0;
    const { userId } = file;
    await this.#settle(run, file, (tables) => {
      for (const {
        operation: { id },
      } of newOnes(tables, file)) {
        const operation = tables.operations.get(ownedKey(userId, id));
        if (operation === undefined) continue;
        const changes = changesBetween(operation, null);
        if (operation.version > 1)
          writeHistory(tables, operation, operation.version + 1, { action: 'deleted', by: userId, at, changes });
        tables.operations.delete(ownedKey(userId, id));
        tables.importKeys.delete(id);
        gone += 1;
      }
      const used = new Set([...tables.operations.values()].map(({ fields }) => fields.accountId));
      for (const { id } of file.newAccounts) if (!used.has(id)) tables.accounts.delete(ownedKey(userId, id));
      this.#replace(tables, file, { state: 'undone' });
    });
    await progress(1);
    return gone;
  }

  #operations(userId: string): Operation[] {
    return [...this.#store.committed.operations.values()].filter((operation) => operation.userId === userId);
  }

  #keyed(userId: string): (readonly [ImportKey, Operation])[] {
    const { importKeys } = this.#store.committed;
    return this.#operations(userId).flatMap((operation) => {
      const importKey = importKeys.get(operation.id);
      const { accountId } = operation.fields;
      const key = externalKeyOf(operation) ?? (importKey === undefined ? null : { accountId, importKey });
      return key === null ? [] : [[key, operation] as const];
    });
  }

  #settle(run: RunId, file: Import, work: (tables: MemoryTables) => void): Promise<void> {
    return this.#store.transaction((tables) => {
      runningJob(tables.jobs, run);
      const kept = tables.imports.get(ownedKey(file.userId, file.id))?.file;
      if (kept?.version === file.version && kept.state === file.state) work(tables);
    });
  }

  #replace(
    { imports }: MemoryTables,
    { userId, id }: Import,
    changes: Partial<Import>,
    parts: Partial<KeptImport> = {},
  ): void {
    const key = ownedKey(userId, id);
    const kept = imports.get(key);
    if (kept === undefined) return;
    const file = { ...kept.file, ...changes, version: kept.file.version + 1, updatedAt: this.#now() };
    imports.set(key, { ...kept, ...parts, file });
  }
}

const newOnes = ({ imports }: MemoryTables, { userId, id }: Import) =>
  (imports.get(ownedKey(userId, id))?.rows ?? [])
    .filter(({ state }) => state === 'new')
    .flatMap(({ operations }) => operations);

const isKeyTaken = (
  { operations, importKeys }: MemoryTables,
  { userId, fields }: Operation,
  key: string | null,
): boolean =>
  key !== null &&
  operations
    .values()
    .some(
      (each) => each.userId === userId && each.fields.accountId === fields.accountId && importKeys.get(each.id) === key,
    );
