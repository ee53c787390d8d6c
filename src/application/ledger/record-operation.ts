import { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { type Actor, assertMayWrite, assertReaches } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { InstrumentQueries } from '../ports/instrument-queries.ts';
import type { OperationJournal } from '../ports/operation-journal.ts';
import type { Outcome, Repeatable } from '../ports/repeatable.ts';
import { creationOf } from './creation.ts';
import { defaultAccount } from './default-account.ts';
import { storedAnswer } from './stored-answer.ts';

/** Books one operation. The (source, external_id) pair is unique per account, so a retried submit cannot book it twice. */
export class RecordOperation {
  readonly #journal: OperationJournal;
  readonly #accounts: AccountQueries;
  readonly #instruments: InstrumentQueries;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(
    journal: OperationJournal,
    accounts: AccountQueries,
    instruments: InstrumentQueries,
    { ids, clock }: { readonly ids: IdGenerator; readonly clock: Clock },
  ) {
    this.#journal = journal;
    this.#accounts = accounts;
    this.#instruments = instruments;
    this.#ids = ids;
    this.#clock = clock;
  }

  async execute(
    actor: Actor,
    draft: OperationDraft,
    repeatable: Repeatable<Operation> | null,
  ): Promise<Outcome<Operation>> {
    assertMayWrite(actor);
    const now = this.#clock.now();
    const accountId = draft.accountId ?? (await defaultAccount(this.#accounts, actor));
    const recorded = Operation.record(this.#ids.next(), actor.userId, accountId, draft, now);
    const operation = recorded.knownBy(await this.#instruments.aliases(actor.userId));
    assertReaches(actor, operation.fields.accountId);
    const answer = repeatable && storedAnswer(actor.userId, repeatable, operation, now);
    const answeredBefore = await this.#journal.record(operation, creationOf(operation), answer);
    return answeredBefore === null ? { done: operation } : { answeredBefore };
  }
}
