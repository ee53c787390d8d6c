import type { HistoryEntry, OperationRepository } from '#application/ports/operation-repository.ts';
import { staleVersion } from '#application/refusal.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';
import { writeHistory, writeOperation } from './write-operation.ts';

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
    writeOperation(this.#tables, operation, entry);
  }

  async delete(operation: Operation, entry: HistoryEntry): Promise<void> {
    this.#tables.operations.delete(ownedKey(operation.userId, operation.id));
    writeHistory(this.#tables, operation, operation.version + 1, entry);
  }
}
