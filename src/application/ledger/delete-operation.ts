import { changesBetween } from '#domain/ledger/operation-changes.ts';
import { type Actor, assertMayWrite } from '../identity/actor.ts';
import type { Clock } from '../ports/clock.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type ExpectedVersion, loadForChange } from './revise-operation.ts';

/** Removes an operation. Its history stays, with what was deleted. */
export class DeleteOperation {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  async execute(actor: Actor, id: string, expected: ExpectedVersion): Promise<void> {
    assertMayWrite(actor);
    await this.#unitOfWork.run(async ({ operations }) => {
      const operation = await loadForChange(operations, actor, id, expected);
      await operations.delete(operation, {
        action: 'deleted',
        by: actor.userId,
        at: this.#clock.now(),
        changes: changesBetween(operation, null),
      });
    });
  }
}
