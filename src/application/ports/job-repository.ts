import type { JobId, RunId } from '../jobs/job.ts';
import type { NewJob } from '../jobs/new-job.ts';

/** In a unit of work: a job is there when, and only when, the work is committed. */
export interface JobRepository {
  /** Adds the job, unless it is there already, or another one with its key waits or runs. @returns the id of the one that there is now. */
  add(job: NewJob): Promise<string>;

  /** A waiting job never runs; a running one is told to stop. False when it is neither. */
  cancel(job: JobId): Promise<boolean>;

  /** Holds the run until the work is committed. @throws {LockLost} when it is over, or another one has taken its place. */
  assertRuns(run: RunId): Promise<void>;

  /** A failed or cancelled job waits again, from its first attempt. False when it is neither. */
  retry(job: JobId): Promise<boolean>;

  /** The same for all that have failed. @returns how many. */
  retryFailed(): Promise<number>;
}
