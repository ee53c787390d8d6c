import type { JobId } from '../jobs/job.ts';
import type { JobTask } from '../jobs/tasks.ts';

/** A job at each of its times. */
export type JobSchedule = JobId &
  JobTask & {
    /** Of one user's schedules only one has it. */
    readonly key: string;
    /** Five fields of cron, in the owner's time zone. */
    readonly cron: string;
    readonly nextAt: Date;
  };

/** A schedule whose next time has come, or comes soon. */
export type DueSchedule = JobSchedule & { readonly timeZone: string };

/** In a unit of work. */
export interface JobScheduleRepository {
  /** Takes the place of one with the same key. */
  save(schedule: JobSchedule): Promise<void>;

  /** In the order of their keys, locked. */
  list(userId: string): Promise<readonly JobSchedule[]>;

  /** False when there is none. */
  delete(userId: string, key: string): Promise<boolean>;

  /** Those whose next time is not further away than so many milliseconds by the store's clock, locked; what somebody else takes is left out. */
  takeDue(withinMilliseconds: number, limit: number): Promise<readonly DueSchedule[]>;

  moveOn(schedule: JobId, nextAt: Date): Promise<void>;
}
