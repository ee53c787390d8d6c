import { type Actor, ownerToRead } from '../identity/actor.ts';
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
    const page = await this.#operations.history(ownerToRead(actor, userId), id, request);
    if (page.rows.length === 0 && request.afterVersion === 0) throw notFound('operation');
    return page;
  }
}
