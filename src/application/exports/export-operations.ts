import { type Actor, assertReaches, ownerToRead } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { ExportFormat, FilePieces, OperationExport } from '../ports/operation-export.ts';
import type { OperationFilter } from '../ports/operation-queries.ts';
import { notFound } from '../refusal.ts';

/** The ledger as a file. */
export class ExportOperations {
  readonly #operations: OperationExport;
  readonly #accounts: AccountQueries;

  constructor(operations: OperationExport, accounts: AccountQueries) {
    this.#operations = operations;
    this.#accounts = accounts;
  }

  /** @throws {Refusal} NOT_FOUND when it is narrowed to an account that is not the owner's; as OperationExport. */
  async execute(actor: Actor, filter: OperationFilter, format: ExportFormat, userId?: string): Promise<FilePieces> {
    const owner = ownerToRead(actor, userId);
    const { accountId } = filter;
    if (accountId !== undefined) {
      assertReaches(actor, accountId);
      if ((await this.#accounts.find(owner, accountId)) === null) throw notFound('account');
    }
    const reached = actor.accountIds ? { ...filter, accountIds: actor.accountIds } : filter;
    return this.#operations.open(owner, reached, format);
  }
}
