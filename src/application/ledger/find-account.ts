import { type Actor, assertReaches, ownerToRead } from '../identity/actor.ts';
import type { AccountQueries, AccountRow } from '../ports/account-queries.ts';
import { notFound } from '../refusal.ts';

export class FindAccount {
  readonly #accounts: AccountQueries;

  constructor(accounts: AccountQueries) {
    this.#accounts = accounts;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's, or one that the token is not for. */
  async execute(actor: Actor, id: string, userId?: string): Promise<AccountRow> {
    assertReaches(actor, id);
    const row = await this.#accounts.find(ownerToRead(actor, userId), id);
    if (row === null) throw notFound('account');
    return row;
  }
}
