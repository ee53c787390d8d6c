import type { Actor } from '../identity/actor.ts';
import type { JobQueries, JobSight } from '../ports/job-queries.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { jobIsNotOver } from '../refusal.ts';
import { changeJob } from './change-job.ts';

/** Lets a job that failed or was cancelled wait again, from its first attempt. */
export class RetryJob {
  readonly #unitOfWork: UnitOfWork;
  readonly #queries: JobQueries;

  constructor(unitOfWork: UnitOfWork, queries: JobQueries) {
    this.#unitOfWork = unitOfWork;
    this.#queries = queries;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's; JOB_STATE when it neither failed nor was cancelled. */
  execute(actor: Actor, id: string): Promise<JobSight> {
    const parts = { unitOfWork: this.#unitOfWork, queries: this.#queries };
    return changeJob(parts, actor, id, { change: (jobs, job) => jobs.retry(job), refusal: jobIsNotOver });
  }
}
