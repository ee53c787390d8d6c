import { type Actor, assertReaches, ownerToRead } from '../identity/actor.ts';
import { filterFor, type WantedOperations } from '../ledger/wanted-operations.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { ExportFormat, FilePieces, OperationExport } from '../ports/operation-export.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { notFound } from '../refusal.ts';

/** The ledger as a file. */
export class ExportOperations {
  readonly #operations: OperationExport;
  readonly #accounts: AccountQueries;
  readonly #users: UserQueries;

  constructor(operations: OperationExport, accounts: AccountQueries, users: UserQueries) {
    this.#operations = operations;
    this.#accounts = accounts;
    this.#users = users;
  }

  /** @throws {Refusal} NOT_FOUND when it is narrowed to an account that is not the owner's; as OperationExport. */
  async execute(actor: Actor, wanted: WantedOperations, format: ExportFormat, userId?: string): Promise<FilePieces> {
    const owner = ownerToRead(actor, userId);
    const { accountId } = wanted;
    if (accountId !== undefined) {
      assertReaches(actor, accountId);
      if ((await this.#accounts.find(owner, accountId)) === null) throw notFound('account');
    }
    return this.#operations.open(owner, await filterFor(this.#users, actor, owner, wanted), format);
  }
}
