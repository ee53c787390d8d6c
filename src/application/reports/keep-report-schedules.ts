import { DraftReader } from '#domain/shared/draft-reader.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import type { Violation } from '#domain/shared/violation.ts';
import { type Actor, assertMayWrite, assertWholeLedger } from '../identity/actor.ts';
import type { AccountQueries } from '../ports/account-queries.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { JobSchedule } from '../ports/job-schedule-repository.ts';
import type { Timetable } from '../ports/timetable.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound } from '../refusal.ts';
import { REPORT_RHYTHMS, type ReportPlan, type ReportRhythm } from './report-plan.ts';

/** Of the days that they fall on: every one, Monday, the first of the month. */
const DAYS: Readonly<Record<ReportRhythm, string>> = { daily: '* * *', weekly: '* * 1', monthly: '1 * *' };
const USUAL_TIME = '06:00';
/** From 00:00 to 23:59. */
export const TIME_PATTERN = '^([01][0-9]|2[0-3]):[0-5][0-9]$';
const TIME = new RegExp(TIME_PATTERN);

export type ReportScheduleDraft = {
  readonly accountId?: string | null | undefined;
  /** `07:30`, by the clock of the user's time zone. */
  readonly time?: string | null | undefined;
  readonly faults?: readonly Violation[];
};

export type ReportSchedule = {
  readonly rhythm: ReportRhythm;
  readonly accountId: string | null;
  readonly time: string;
  readonly nextAt: Date;
};

export type ReportScheduleParts = {
  readonly unitOfWork: UnitOfWork;
  readonly accounts: AccountQueries;
  readonly timetable: Timetable;
  readonly ids: IdGenerator;
  readonly clock: Clock;
};

/** Reports that come by mail by themselves: of each rhythm one at most. */
export class KeepReportSchedules {
  readonly #parts: ReportScheduleParts;

  constructor(parts: ReportScheduleParts) {
    this.#parts = parts;
  }

  async list(actor: Actor): Promise<readonly ReportSchedule[]> {
    const found = await this.#parts.unitOfWork.run(({ schedules }) => schedules.list(actor.userId));
    const byKey = new Map(found.map((schedule) => [schedule.key, schedule]));
    return REPORT_RHYTHMS.flatMap((rhythm) => {
      const schedule = byKey.get(keyOf(rhythm));
      return schedule ? [shown(rhythm, schedule)] : [];
    });
  }

  /** Begins with the next time, or changes what there is. @throws {InvalidFields}; @throws {Refusal} NOT_FOUND for an account that is not there. */
  async set(actor: Actor, rhythm: ReportRhythm, draft: ReportScheduleDraft): Promise<ReportSchedule> {
    assertMayWrite(actor);
    assertWholeLedger(actor);
    const { userId } = actor;
    const { accounts, unitOfWork, timetable, ids, clock } = this.#parts;
    const reader = new DraftReader<'accountId' | 'time'>(draft.faults);
    const accountId = reader.read('accountId', draft.accountId, parseUuid);
    const time = reader.read('time', draft.time, parseTime) ?? USUAL_TIME;
    if (reader.hasViolations()) throw reader.invalidFields();
    if (accountId !== null && (await accounts.find(userId, accountId)) === null) throw notFound('account');
    const [hour, minute] = time.split(':').map(Number);
    const cron = `${minute} ${hour} ${DAYS[rhythm]}`;
    const payload: ReportPlan = {
      period: rhythm,
      accountIds: accountId === null ? null : [accountId],
      deliver: 'email',
    };
    return unitOfWork.run(async ({ users, schedules }) => {
      const user = await users.find(userId);
      if (user === null) throw notFound('user');
      const nextAt = await timetable.next(cron, user.timeZone, clock.now());
      const task = { task: 'dashboard-report', payload } as const;
      const schedule = { userId, id: ids.next(), key: keyOf(rhythm), ...task, cron, nextAt };
      await schedules.save(schedule);
      return shown(rhythm, schedule);
    });
  }

  /** @throws {Refusal} NOT_FOUND */
  async remove(actor: Actor, rhythm: ReportRhythm): Promise<void> {
    assertMayWrite(actor);
    const removed = await this.#parts.unitOfWork.run(({ schedules }) => schedules.delete(actor.userId, keyOf(rhythm)));
    if (!removed) throw notFound('schedule');
  }
}

const keyOf = (rhythm: ReportRhythm): string => `dashboard-report ${rhythm}`;

function shown(rhythm: ReportRhythm, { payload, cron, nextAt }: JobSchedule): ReportSchedule {
  const [minute = '', hour = ''] = cron.split(' ');
  const { accountIds } = payload as ReportPlan;
  return {
    rhythm,
    accountId: accountIds?.[0] ?? null,
    time: `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`,
    nextAt,
  };
}

function parseTime(text: string): string {
  if (!TIME.test(text)) throw new InvalidValue('INVALID_FORMAT', 'A time is like 07:30, from 00:00 to 23:59.');
  return text;
}
