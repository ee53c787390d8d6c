import { CalendarPeriod } from '#domain/shared/calendar-period.ts';
import type { JsonValue } from '../jobs/job.ts';
import { newJob } from '../jobs/new-job.ts';
import type { TaskContext } from '../jobs/task-handler.ts';
import type { ReportFigures } from '../ports/report-figures.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { dashboardLetter, dashboardResult } from './dashboard-letter.ts';
import { endedBefore, isRhythm, type ReportPlan } from './report-plan.ts';

/** Makes a report, and has it mailed where that was asked for. */
export class ReportDashboard {
  readonly #users: UserQueries;
  readonly #figures: ReportFigures;

  constructor(users: UserQueries, figures: ReportFigures) {
    this.#users = users;
    this.#figures = figures;
  }

  /** @returns what its owner is shown. Null: the owner is no more. */
  async execute(plan: ReportPlan, context: TaskContext): Promise<JsonValue> {
    const { userId, jobId, progress, unitOfWork, signal } = context;
    const user = userId === null ? null : await this.#users.findById(userId);
    if (user === null) return null;
    const period = periodOf(plan, context, user.timeZone);
    const { timeZone } = user;
    await progress(10);
    const { accountIds } = plan;
    const figures = await this.#figures.list(user.id, { accountIds, range: period.rangeIn(timeZone) });
    await progress(70);
    signal.throwIfAborted();
    const report = { period, timeZone, figures };
    if (plan.deliver === 'email') {
      const mail = newJob(mailIdOf(jobId), { task: 'send-mail', payload: dashboardLetter(user, report) }, { userId });
      await unitOfWork.run(({ jobs }) => jobs.add(mail));
    }
    await progress(90);
    return dashboardResult(report);
  }
}

function periodOf({ period }: ReportPlan, { scheduledFor, createdAt }: TaskContext, timeZone: string): CalendarPeriod {
  return isRhythm(period) ? endedBefore(period, scheduledFor ?? createdAt, timeZone) : CalendarPeriod.parse(period);
}

/** Of every run of the job the same: however often it begins, there is one mail. The random part of the id is turned over. */
const mailIdOf = (jobId: string): string =>
  `${jobId.slice(0, 24)}${(0xffff_ffff_ffffn - BigInt(`0x${jobId.slice(24)}`)).toString(16).padStart(12, '0')}`;
