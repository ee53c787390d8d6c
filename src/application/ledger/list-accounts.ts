import { type Actor, ownerToRead } from '../identity/actor.ts';
import type { AccountQueries, AccountRow } from '../ports/account-queries.ts';
import type { Page } from '../ports/page.ts';

export class ListAccounts {
  readonly #accounts: AccountQueries;

  constructor(accounts: AccountQueries) {
    this.#accounts = accounts;
  }

  async execute(
    actor: Actor,
    page: { limit: number; after: string | null },
    userId?: string,
  ): Promise<Page<AccountRow>> {
    return this.#accounts.list(ownerToRead(actor, userId), { ...page, only: actor.accountIds ?? null });
  }
}
