import type { Account, AccountDraft } from '#domain/ledger/account.ts';
import { type Actor, assertMayWrite, assertReaches } from '../identity/actor.ts';
import type { Clock } from '../ports/clock.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound } from '../refusal.ts';
import { assertExpected, type ExpectedVersion } from './revise-operation.ts';

export class ChangeAccount {
  readonly #unitOfWork: UnitOfWork;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#clock = clock;
  }

  async execute(actor: Actor, id: string, patch: AccountDraft, expected: ExpectedVersion): Promise<Account> {
    assertMayWrite(actor);
    assertReaches(actor, id);
    return this.#unitOfWork.run(async ({ accounts }) => {
      const account = await accounts.find(actor.userId, id);
      if (account === null) throw notFound('account');
      assertExpected(account, expected);
      const changed = account.change(patch, this.#clock.now());
      if (changed !== account) await accounts.save(changed);
      return changed;
    });
  }
}
