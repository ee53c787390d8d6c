import { type Actor, assertReaches, ownerToRead } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { OperationPageRequest, OperationQueries, OperationRow } from '../ports/operation-queries.ts';
import type { Page } from '../ports/page.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { notFound } from '../refusal.ts';
import { filterFor, type WantedOperations } from './wanted-operations.ts';

export type WantedPage = Omit<OperationPageRequest, 'filter'> & { readonly filter: WantedOperations };

/** One page of the ledger. */
export class ListOperations {
  readonly #operations: OperationQueries;
  readonly #accounts: AccountQueries;
  readonly #users: UserQueries;

  constructor(operations: OperationQueries, accounts: AccountQueries, users: UserQueries) {
    this.#operations = operations;
    this.#accounts = accounts;
    this.#users = users;
  }

  /** @throws {Refusal} NOT_FOUND when it is narrowed to an account that is not the owner's. */
  async execute(actor: Actor, request: WantedPage, userId?: string): Promise<Page<OperationRow>> {
    const owner = ownerToRead(actor, userId);
    const { accountId } = request.filter;
    if (accountId !== undefined) assertReaches(actor, accountId);
    const filter = await filterFor(this.#users, actor, owner, request.filter);
    const page = await this.#operations.page(owner, { ...request, filter });
    // A row proves that the account is the owner's, so only an empty page costs a second look.
    if (page.rows.length === 0 && accountId !== undefined && (await this.#accounts.find(owner, accountId)) === null)
      throw notFound('account');
    return page;
  }
}
