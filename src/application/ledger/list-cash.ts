import { type Actor, ownerToRead } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { CashQueries, CashRow } from '../ports/cash-queries.ts';
import { accountsToRead } from './accounts-to-read.ts';

export class ListCash {
  readonly #cash: CashQueries;
  readonly #accounts: AccountQueries;

  constructor(cash: CashQueries, accounts: AccountQueries) {
    this.#cash = cash;
    this.#accounts = accounts;
  }

  /** @throws {Refusal} NOT_FOUND when it is narrowed to an account that is not the owner's. */
  async execute(actor: Actor, accountId: string | undefined, userId?: string): Promise<readonly CashRow[]> {
    const owner = ownerToRead(actor, userId);
    return this.#cash.list(owner, await accountsToRead(this.#accounts, actor, owner, accountId));
  }
}
