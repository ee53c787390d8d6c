import type { Actor } from '../identity/actor.ts';
import type { JobQueries, JobSight } from '../ports/job-queries.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { jobIsOver } from '../refusal.ts';
import { changeJob } from './change-job.ts';

/** Ends a job before its end: one that waits never runs, one that runs is told to stop. */
export class CancelJob {
  readonly #unitOfWork: UnitOfWork;
  readonly #queries: JobQueries;

  constructor(unitOfWork: UnitOfWork, queries: JobQueries) {
    this.#unitOfWork = unitOfWork;
    this.#queries = queries;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's; JOB_STATE when it is over. */
  execute(actor: Actor, id: string): Promise<JobSight> {
    const parts = { unitOfWork: this.#unitOfWork, queries: this.#queries };
    return changeJob(parts, actor, id, { change: (jobs, job) => jobs.cancel(job), refusal: jobIsOver });
  }
}
