import { Account, type AccountDraft } from '#domain/ledger/account.ts';
import { type Actor, assertMayWrite, assertWholeLedger } from '../identity/actor.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { Outcome, Repeatable } from '../ports/repeatable.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { storedAnswer } from './stored-answer.ts';

export class OpenAccount {
  readonly #unitOfWork: UnitOfWork;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, ids: IdGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#ids = ids;
    this.#clock = clock;
  }

  async execute(actor: Actor, draft: AccountDraft, repeatable: Repeatable<Account> | null): Promise<Outcome<Account>> {
    assertMayWrite(actor);
    assertWholeLedger(actor);
    const now = this.#clock.now();
    const account = Account.open(this.#ids.next(), actor.userId, draft, now);
    return this.#unitOfWork.run(async ({ accounts, answers }) => {
      const answeredBefore = repeatable && (await answers.claim(storedAnswer(actor.userId, repeatable, account, now)));
      if (answeredBefore !== null) return { answeredBefore };
      await accounts.save(account);
      return { done: account };
    });
  }
}
