import type { JobId, NewJob } from '../jobs/job.ts';

/** In a unit of work: a job is there when, and only when, the work is committed. */
export interface JobRepository {
  /** Adds the job, unless one with its key waits or runs. @returns the id of the one that there is now. */
  add(job: NewJob): Promise<string>;

  /** A waiting job never runs; a running one is told to stop. False when it is neither. */
  cancel(job: JobId): Promise<boolean>;

  /** A failed or cancelled job waits again, from its first attempt. False when it is neither. */
  retry(job: JobId): Promise<boolean>;
}
