import {
  type ExternalKey,
  externalKeyOf,
  type HistoryEntry,
  type OperationChange,
  type OperationRepository,
} from '#application/ports/operation-repository.ts';
import { notFound, staleVersion } from '#application/refusal.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';
import { beginHistory, takenBy, writeHistory, writeOperation } from './write-operation.ts';

export class MemoryOperationRepository implements OperationRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async find(userId: string, id: string): Promise<Operation | null> {
    return this.#tables.operations.get(ownedKey(userId, id)) ?? null;
  }

  async save(operation: Operation, entry: HistoryEntry): Promise<void> {
    const stored = this.#tables.operations.get(ownedKey(operation.userId, operation.id));
    if (stored?.version !== operation.version - 1) throw staleVersion();
    beginHistory(this.#tables, stored);
    writeOperation(this.#tables, operation, entry);
  }

  async listByExternalKeys(userId: string, keys: readonly ExternalKey[]): Promise<readonly Operation[]> {
    const names = new Set(keys.map((key) => JSON.stringify(key)));
    const own = this.#tables.operations.values().filter((operation) => operation.userId === userId);
    return [...own.filter((operation) => names.has(JSON.stringify(externalKeyOf(operation))))];
  }

  async addAll(operations: readonly Operation[]): Promise<ReadonlySet<string>> {
    const taken = new Set<string>();
    for (const operation of operations) {
      const { userId, id, fields } = operation;
      if (!this.#tables.accounts.has(ownedKey(userId, fields.accountId))) throw notFound('account');
      if (takenBy(this.#tables, operation)) taken.add(id);
      else this.#tables.operations.set(ownedKey(userId, id), operation);
    }
    return taken;
  }

  async saveAll(changes: readonly OperationChange[]): Promise<void> {
    for (const { operation, entry } of changes) await this.save(operation, entry);
  }

  async delete(operation: Operation, entry: HistoryEntry): Promise<void> {
    beginHistory(this.#tables, operation);
    this.#tables.operations.delete(ownedKey(operation.userId, operation.id));
    writeHistory(this.#tables, operation, operation.version + 1, entry);
  }
}
