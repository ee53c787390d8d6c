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
    const key = ownedKey(alias.userId, alias.alias);
    const { createdAt } = this.#tables.aliases.get(key) ?? alias;
    this.#tables.aliases.set(key, { ...alias, createdAt });
  }

  async delete({ userId, alias }: InstrumentAlias): Promise<void> {
    this.#tables.aliases.delete(ownedKey(userId, alias));
  }
}
