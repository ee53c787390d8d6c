import { type Actor, assertReaches, ownerToRead } from '../identity/actor.ts';
import type { OperationQueries, OperationRow } from '../ports/operation-queries.ts';
import { notFound } from '../refusal.ts';

export class FindOperation {
  readonly #operations: OperationQueries;

  constructor(operations: OperationQueries) {
    this.#operations = operations;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's. */
  async execute(actor: Actor, id: string, userId?: string): Promise<OperationRow> {
    const row = await this.#operations.find(ownerToRead(actor, userId), id);
    if (row === null) throw notFound('operation');
    assertReaches(actor, row.account_id, 'operation');
    return row;
  }
}
