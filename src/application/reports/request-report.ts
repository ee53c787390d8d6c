import { CalendarPeriod, PERIOD_KINDS, type PeriodKind } from '#domain/shared/calendar-period.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import type { Violation } from '#domain/shared/violation.ts';
import { type Actor, assertMayWrite, assertWholeLedger } from '../identity/actor.ts';
import { jobRow, newJob } from '../jobs/new-job.ts';
import { storedAnswer } from '../ledger/stored-answer.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { JobRow } from '../ports/job-queries.ts';
import type { Limit, RateLimiter } from '../ports/rate-limiter.ts';
import type { Outcome, Repeatable } from '../ports/repeatable.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { notFound, tooManyRequests } from '../refusal.ts';
import { DELIVERIES, isRhythm, KIND_OF } from './report-plan.ts';

/** By mail, to one user. */
const MAILED: Limit = { name: 'mailed-report', points: 60, seconds: 3_600 };

export type ReportDraft = {
  readonly accountId?: string | null | undefined;
  readonly period?: string | null | undefined;
  readonly deliver?: string | null | undefined;
  readonly faults?: readonly Violation[];
};

export type ReportRequestParts = {
  readonly unitOfWork: UnitOfWork;
  readonly accounts: AccountQueries;
  readonly users: UserQueries;
  readonly limiter: RateLimiter;
  readonly ids: IdGenerator;
  readonly clock: Clock;
};

/** Asks for a report of one's own ledger, which a job makes. */
export class RequestReport {
  readonly #parts: ReportRequestParts;

  constructor(parts: ReportRequestParts) {
    this.#parts = parts;
  }

  /**
   * The job. Without a period it is the month that it is now where the user is; `day`, `week`, `month` and `year` are those that it is now,
   * and so are `daily`, `weekly` and `monthly`.
   * @throws {InvalidFields}; @throws {Refusal} NOT_FOUND for an account that is not there; FORBIDDEN for a token that is for some accounts only;
   * TOO_MANY_REQUESTS
   */
  async execute(actor: Actor, draft: ReportDraft, repeatable: Repeatable<JobRow> | null): Promise<Outcome<JobRow>> {
    assertMayWrite(actor);
    assertWholeLedger(actor);
    const { unitOfWork, ids, clock } = this.#parts;
    const { accountId, period, deliver } = await this.#read(actor, draft);
    if (accountId !== null) await this.#assertThere(actor, accountId);
    if (deliver === 'email') await this.#assertMayMail(actor);
    const createdAt = clock.now();
    const accountIds = accountId === null ? null : [accountId];
    const payload = { period: period.text, accountIds, deliver };
    const job = newJob(ids.next(), { task: 'dashboard-report', payload }, { userId: actor.userId, createdAt });
    const row = jobRow(job, createdAt);
    return unitOfWork.run(async ({ jobs, answers }) => {
      const claim = repeatable && storedAnswer(actor.userId, repeatable, row, createdAt);
      const answeredBefore = claim && (await answers.claim(claim));
      if (answeredBefore !== null) return { answeredBefore };
      await jobs.add(job);
      return { done: row };
    });
  }

  async #read(actor: Actor, draft: ReportDraft) {
    const user = await this.#parts.users.findById(actor.userId);
    if (user === null) throw notFound('user');
    const now = this.#parts.clock.now();
    const current = (kind: PeriodKind): CalendarPeriod => CalendarPeriod.containing(kind, now, user.timeZone);
    const reader = new DraftReader<'accountId' | 'period' | 'deliver'>(draft.faults);
    const accountId = reader.read('accountId', draft.accountId, parseUuid);
    const deliver = reader.require('deliver', draft.deliver, (text) => parseChoice(DELIVERIES, text));
    const period = reader.read('period', draft.period, (text) => {
      const kind = isRhythm(text) ? KIND_OF[text] : text;
      return isKind(kind) ? current(kind) : CalendarPeriod.parse(text);
    });
    if (reader.hasViolations() || deliver === null) throw reader.invalidFields();
    return { accountId, deliver, period: period ?? current('month') };
  }

  async #assertThere(actor: Actor, accountId: string): Promise<void> {
    if ((await this.#parts.accounts.find(actor.userId, accountId)) === null) throw notFound('account');
  }

  async #assertMayMail({ userId }: Actor): Promise<void> {
    const { allowed, resetSeconds } = await this.#parts.limiter.consume(MAILED, userId);
    if (!allowed) throw tooManyRequests(resetSeconds);
  }
}

const isKind = (text: string): text is PeriodKind => (PERIOD_KINDS as readonly string[]).includes(text);
