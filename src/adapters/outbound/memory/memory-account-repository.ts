import type { AccountRepository } from '#application/ports/account-repository.ts';
import { accountNotEmpty, staleVersion } from '#application/refusal.ts';
import type { Account } from '#domain/ledger/account.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';

export class MemoryAccountRepository implements AccountRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async find(userId: string, id: string): Promise<Account | null> {
    return this.#tables.accounts.get(ownedKey(userId, id)) ?? null;
  }

  async save(account: Account): Promise<void> {
    const key = ownedKey(account.userId, account.id);
    const storedVersion = this.#tables.accounts.get(key)?.version ?? 0;
    if (storedVersion !== account.version - 1) throw staleVersion();
    this.#tables.accounts.set(key, account);
  }

  async delete({ userId, id }: Account): Promise<void> {
    const belongs = this.#tables.operations.values().some(({ userId: owner, fields }) => {
      return owner === userId && fields.accountId === id;
    });
    if (belongs) throw accountNotEmpty();
    this.#tables.accounts.delete(ownedKey(userId, id));
  }
}
