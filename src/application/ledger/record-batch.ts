import { Operation } from '#domain/ledger/operation.ts';
import { changesBetween } from '#domain/ledger/operation-changes.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import { type Actor, assertMayWrite, mayReach } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import {
  externalKeyOf,
  type HistoryEntry,
  type OperationChange,
  type OperationRepository,
} from '../ports/operation-repository.ts';
import type { Outcome, Repeatable } from '../ports/repeatable.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound, type Refusal } from '../refusal.ts';
import { defaultAccount } from './default-account.ts';
import { storedAnswer } from './stored-answer.ts';

/** What became of one row. */
export type BatchResult =
  | { readonly status: 'created' | 'unchanged' | 'updated'; readonly id: string; readonly version: number }
  | { readonly status: 'error'; readonly error: InvalidFields | Refusal };

const MOST_TRIES = 3;

/** A row that can be written; `place` is that in the batch. */
type Row = { readonly place: number; readonly operation: Operation; readonly draft: OperationDraft };

/**
 * Writes many operations at once: a row whose (account, source, external_id) is there replaces that operation, every other one is new. Rows that are
 * refused do not keep the others from being written; those are written all, or none. Sent again it changes nothing.
 */
export class RecordBatch {
  readonly #unitOfWork: UnitOfWork;
  readonly #accounts: AccountQueries;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, accounts: AccountQueries, ids: IdGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#accounts = accounts;
    this.#ids = ids;
    this.#clock = clock;
  }

  /** One result a row, in their order. */
  async execute(
    actor: Actor,
    drafts: readonly OperationDraft[],
    repeatable: Repeatable<readonly BatchResult[]> | null,
  ): Promise<Outcome<readonly BatchResult[]>> {
    assertMayWrite(actor);
    for (let tries = 1; ; tries += 1)
      try {
        return await this.#record(actor, drafts, repeatable);
      } catch (error) {
        // An account was deleted since it was looked up: its rows are refused, and the others are not.
        if ((error as Refusal).code !== 'NOT_FOUND' || tries === MOST_TRIES) throw error;
      }
  }

  async #record(
    actor: Actor,
    drafts: readonly OperationDraft[],
    repeatable: Repeatable<readonly BatchResult[]> | null,
  ): Promise<Outcome<readonly BatchResult[]>> {
    const now = this.#clock.now();
    const results: BatchResult[] = [];
    const rows = await this.#read(actor, drafts, now, results);
    return this.#unitOfWork.run(async ({ operations, answers }) => {
      const claim = repeatable && storedAnswer(actor.userId, { ...repeatable, answer: () => '' }, results, now);
      const answeredBefore = claim && (await answers.claim(claim));
      if (answeredBefore !== null) return { answeredBefore };
      let left: readonly Row[] = rows;
      while (left.length > 0) left = await this.#write(operations, actor, left, now, results);
      if (repeatable) await answers.settle(storedAnswer(actor.userId, repeatable, results, now));
      return { done: results };
    });
  }

  /** The rows that can be written; of the others the result is known. */
  async #read(actor: Actor, drafts: readonly OperationDraft[], now: Date, results: BatchResult[]): Promise<Row[]> {
    const main = await defaultAccount(this.#accounts, actor);
    const known = new Map<string, boolean>(main === null ? [] : [[main, true]]);
    const rows: Row[] = [];
    for (const [place, draft] of drafts.entries())
      try {
        const operation = Operation.record(this.#ids.next(), actor.userId, main, draft, now);
        const { accountId } = operation.fields;
        if (!known.has(accountId))
          known.set(
            accountId,
            mayReach(actor, accountId) && (await this.#accounts.find(actor.userId, accountId)) !== null,
          );
        if (!known.get(accountId)) throw notFound('account');
        rows.push({ place, operation, draft });
      } catch (error) {
        results[place] = { status: 'error', error: refusalOf(error) };
      }
    return rows;
  }

  /** @returns rows that were found to be taken, and then not found: whoever had them has gone. */
  async #write(
    operations: OperationRepository,
    actor: Actor,
    rows: readonly Row[],
    now: Date,
    results: BatchResult[],
  ): Promise<readonly Row[]> {
    const groups = Map.groupBy(rows, ({ operation }) => nameOf(operation));
    const firsts = [...groups.values()].flatMap(([first]) => (first ? [first.operation] : []));
    const taken = await operations.addAll(firsts);
    const theirs = firsts.filter(({ id }) => taken.has(id));
    const there = await operations.listByExternalKeys(
      actor.userId,
      theirs.map(externalKeyOf).filter((key) => key !== null),
    );
    const found = new Map(there.map((operation) => [nameOf(operation), operation]));
    const again: Row[] = [];
    const changes: OperationChange[] = [];
    for (const [name, group] of groups) {
      const isTaken = taken.has(group[0]?.operation.id ?? '');
      let current = found.get(name);
      if (isTaken && current === undefined) again.push(...group);
      else
        for (const { place, operation, draft } of group) {
          const before = current;
          current = before?.replace(operation.fields.accountId, draft, now) ?? operation;
          results[place] = { status: statusOf(before, current), id: current.id, version: current.version };
          if (before && current !== before)
            changes.push({ operation: current, entry: replacement(actor, before, current) });
        }
    }
    await operations.saveAll(changes);
    return again;
  }
}

/** What has no identity is like nothing else. */
const nameOf = (operation: Operation): string => JSON.stringify(externalKeyOf(operation) ?? operation.id);

function statusOf(before: Operation | undefined, after: Operation): 'created' | 'unchanged' | 'updated' {
  if (before === undefined) return 'created';
  return before === after ? 'unchanged' : 'updated';
}

const replacement = (actor: Actor, before: Operation, after: Operation): HistoryEntry => ({
  action: 'replaced',
  by: actor.userId,
  at: after.updatedAt,
  changes: changesBetween(before, after),
});

function refusalOf(error: unknown): InvalidFields | Refusal {
  if (error instanceof InvalidFields || (error as Refusal).code === 'NOT_FOUND')
    return error as InvalidFields | Refusal;
  throw error;
}
