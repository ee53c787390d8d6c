import { type Actor, mayReach, ownerToRead } from '../identity/actor.ts';
import type { HistoryRow, OperationQueries } from '../ports/operation-queries.ts';
import type { Page } from '../ports/page.ts';
import { notFound } from '../refusal.ts';

/** Who changed an operation, when and how; a deleted operation still has its history. */
export class ReadOperationHistory {
  readonly #operations: OperationQueries;

  constructor(operations: OperationQueries) {
    this.#operations = operations;
  }

  /** @throws {Refusal} NOT_FOUND when there never was such an operation of the owner. */
  async execute(
    actor: Actor,
    id: string,
    request: { limit: number; afterVersion: number },
    userId?: string,
  ): Promise<Page<HistoryRow>> {
    const owner = ownerToRead(actor, userId);
    const page = await this.#operations.history(owner, id, request);
    if (page.rows.length === 0 && request.afterVersion === 0) throw notFound('operation');
    if (actor.accountIds) await this.#assertWithin(actor, owner, id, page);
    return page;
  }

  async #assertWithin(actor: Actor, owner: string, id: string, page: Page<HistoryRow>): Promise<void> {
    // Which account a deleted operation was in is not known here: such a token sees the history of what is there.
    const row = await this.#operations.find(owner, id);
    if (row === null || !mayReach(actor, row.account_id)) throw notFound('operation');
    // What it was in an account that is not the token's is not for the token to see.
    const creation = await this.#operations.history(owner, id, { limit: 1, afterVersion: 0 });
    if (![...creation.rows, ...page.rows].every((entry) => staysWithin(actor, entry))) throw notFound('operation');
  }
}

const staysWithin = (actor: Actor, { changes }: HistoryRow): boolean =>
  changes
    .filter(({ field }) => field === 'accountId')
    .flatMap(({ old, new: next }) => [old, next])
    .every((accountId) => typeof accountId !== 'string' || mayReach(actor, accountId));
