import { type Import, OPEN_STATES } from '#application/imports/import.ts';
import type { ImportRepository } from '#application/ports/import-repository.ts';
import { staleVersion } from '#application/refusal.ts';
import { importIn } from './import-in.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';

export class MemoryImportRepository implements ImportRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async add(file: Import): Promise<void> {
    this.#tables.imports.set(ownedKey(file.userId, file.id), { file, bytes: [], rows: [] });
  }

  async find(userId: string, id: string): Promise<Import | null> {
    return importIn(this.#tables, userId, id);
  }

  async save(file: Import): Promise<void> {
    const key = ownedKey(file.userId, file.id);
    const kept = this.#tables.imports.get(key);
    if (kept?.file.version !== file.version - 1) throw staleVersion();
    const { fileName, inspection, counts, newAccounts, createdAt } = kept.file;
    this.#tables.imports.set(key, { ...kept, file: { ...file, fileName, inspection, counts, newAccounts, createdAt } });
  }

  async delete({ userId, id }: Import): Promise<void> {
    this.#tables.imports.delete(ownedKey(userId, id));
  }

  async countOpen(userId: string): Promise<number> {
    const all = [...this.#tables.imports.values()];
    return all.filter(({ file }) => file.userId === userId && OPEN_STATES.includes(file.state)).length;
  }
}
