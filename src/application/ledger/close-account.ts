import { type Actor, assertMayWrite, assertReaches } from '../identity/actor.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound } from '../refusal.ts';
import { assertExpected, type ExpectedVersion } from './revise-operation.ts';

/** Removes an empty account. */
export class CloseAccount {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws {Refusal} NOT_FOUND, STALE_VERSION, ACCOUNT_NOT_EMPTY */
  async execute(actor: Actor, id: string, expected: ExpectedVersion): Promise<void> {
    assertMayWrite(actor);
    assertReaches(actor, id);
    await this.#unitOfWork.run(async ({ accounts }) => {
      const account = await accounts.find(actor.userId, id);
      if (account === null) throw notFound('account');
      assertExpected(account, expected);
      await accounts.delete(account);
    });
  }
}
