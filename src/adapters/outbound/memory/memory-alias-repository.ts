import type { AliasRepository } from '#application/ports/alias-repository.ts';
import type { InstrumentAlias } from '#domain/ledger/instrument-alias.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';

export class MemoryAliasRepository implements AliasRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async listForChange(userId: string): Promise<readonly InstrumentAlias[]> {
    return [...this.#tables.aliases.values()].filter((alias) => alias.userId === userId);
  }

  async save(alias: InstrumentAlias): Promise<void> {
    this.#tables.aliases.set(ownedKey(alias.userId, alias.alias), alias);
  }

  async delete({ userId, alias }: InstrumentAlias): Promise<void> {
    this.#tables.aliases.delete(ownedKey(userId, alias));
  }
}
