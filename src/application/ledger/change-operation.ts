import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { type Actor, assertMayWrite } from '../identity/actor.ts';
import type { Clock } from '../ports/clock.ts';
import type { InstrumentQueries } from '../ports/instrument-queries.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { type ExpectedVersion, loadForChange, saveRevision } from './revise-operation.ts';

/** Changes only the given fields (RFC 7396); null clears. Changes that meet queue up: each has its own version and history. */
export class ChangeOperation {
  readonly #unitOfWork: UnitOfWork;
  readonly #instruments: InstrumentQueries;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, instruments: InstrumentQueries, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#instruments = instruments;
    this.#clock = clock;
  }

  async execute(actor: Actor, id: string, patch: OperationDraft, expected: ExpectedVersion): Promise<Operation> {
    assertMayWrite(actor);
    const revised = await this.#unitOfWork.run(async ({ operations }) => {
      const operation = await loadForChange(operations, actor, id, expected);
      return saveRevision(operations, 'changed', actor, operation, operation.change(patch, this.#clock.now()));
    });
    return revised.knownBy(await this.#instruments.aliases(actor.userId));
  }
}
