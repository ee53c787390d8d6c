import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { type Actor, assertMayWrite } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { Clock } from '../ports/clock.ts';
import type { InstrumentQueries } from '../ports/instrument-queries.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { defaultAccount } from './default-account.ts';
import { type ExpectedVersion, loadForChange, saveRevision } from './revise-operation.ts';

/** Replaces every writable field; what is left out takes its default. Never creates. */
export class ReplaceOperation {
  readonly #unitOfWork: UnitOfWork;
  readonly #accounts: AccountQueries;
  readonly #instruments: InstrumentQueries;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, accounts: AccountQueries, instruments: InstrumentQueries, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#accounts = accounts;
    this.#instruments = instruments;
    this.#clock = clock;
  }

  async execute(actor: Actor, id: string, draft: OperationDraft, expected: ExpectedVersion): Promise<Operation> {
    assertMayWrite(actor);
    const accountId = draft.accountId ?? (await defaultAccount(this.#accounts, actor));
    const revised = await this.#unitOfWork.run(async ({ operations }) => {
      const operation = await loadForChange(operations, actor, id, expected);
      return saveRevision(
        operations,
        'replaced',
        actor,
        operation,
        operation.replace(accountId, draft, this.#clock.now()),
      );
    });
    return revised.knownBy(await this.#instruments.aliases(actor.userId));
  }
}
