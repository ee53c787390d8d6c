import { accountRow } from '#application/ledger/account-row.ts';
import type { AccountPageRequest, AccountQueries, AccountRow } from '#application/ports/account-queries.ts';
import type { Page } from '#application/ports/page.ts';
import type { Account } from '#domain/ledger/account.ts';
import { type MemoryStore, ownedKey } from './memory-store.ts';
import { pageOf } from './page-of.ts';

export class MemoryAccountQueries implements AccountQueries {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async list(userId: string, { limit, after, only }: AccountPageRequest): Promise<Page<AccountRow>> {
    const found = this.#inOrder(userId).filter(
      ({ id }) => (after === null || id > after) && (only?.includes(id) ?? true),
    );
    return pageOf(found, limit, accountRow);
  }

  async find(userId: string, id: string): Promise<AccountRow | null> {
    const account = this.#store.committed.accounts.get(ownedKey(userId, id));
    return account ? accountRow(account) : null;
  }

  async findDefault(userId: string): Promise<string | null> {
    return this.#inOrder(userId)[0]?.id ?? null;
  }

  /** UUIDv7 grows with time, so the order of ids is the order of opening. */
  #inOrder(userId: string): Account[] {
    const accounts = this.#store.committed.accounts.values().filter((account) => account.userId === userId);
    return [...accounts].sort((one, other) => (one.id < other.id ? -1 : 1));
  }
}
