import type { Clock } from '../ports/clock.ts';
import type { IdGenerator } from '../ports/id-generator.ts';
import type { DueSchedule } from '../ports/job-schedule-repository.ts';
import type { Timetable } from '../ports/timetable.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { newJob } from './new-job.ts';

/** So long before its time a job is made, to start on time, in milliseconds. */
export const LOOK_AHEAD = 5_000;
const BATCH = 100;

/**
 * Makes the jobs of schedules whose time comes, and moves the schedules on, in one transaction: one job for each time, however many workers look.
 * Times that nobody was there for are made up for; Blotter's own are not.
 */
export class FireSchedules {
  readonly #unitOfWork: UnitOfWork;
  readonly #timetable: Timetable;
  readonly #ids: IdGenerator;
  readonly #clock: Clock;

  constructor(unitOfWork: UnitOfWork, timetable: Timetable, ids: IdGenerator, clock: Clock) {
    this.#unitOfWork = unitOfWork;
    this.#timetable = timetable;
    this.#ids = ids;
    this.#clock = clock;
  }

  /** @returns how many jobs it made. */
  execute(): Promise<number> {
    return this.#unitOfWork.run(async ({ schedules, jobs }) => {
      const due = await schedules.takeDue(LOOK_AHEAD, BATCH);
      for (const schedule of due) {
        const { userId, key, nextAt } = schedule;
        const times = { runAt: nextAt, scheduledFor: nextAt, key: `${key} ${nextAt.toISOString()}` };
        await jobs.add(newJob(this.#ids.next(), schedule, { userId, ...times }));
        await schedules.moveOn(schedule, await this.#after(schedule));
      }
      return due.length;
    });
  }

  #after({ userId, cron, timeZone, nextAt }: DueSchedule): Promise<Date> {
    const missed = userId === null && nextAt < this.#clock.now();
    return this.#timetable.next(cron, timeZone, missed ? this.#clock.now() : nextAt);
  }
}
