import { type Actor, assertMayWrite, assertWholeLedger } from '../identity/actor.ts';
import type { JobQueries, JobSight } from '../ports/job-queries.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { jobIsNotOver, notFound } from '../refusal.ts';

/** Lets a job that failed or was cancelled wait again, with all its attempts before it. */
export class RetryJob {
  readonly #unitOfWork: UnitOfWork;
  readonly #jobs: JobQueries;

  constructor(unitOfWork: UnitOfWork, jobs: JobQueries) {
    this.#unitOfWork = unitOfWork;
    this.#jobs = jobs;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's; JOB_STATE when it neither failed nor was cancelled. */
  async execute(actor: Actor, id: string): Promise<JobSight> {
    assertMayWrite(actor);
    assertWholeLedger(actor);
    const { userId } = actor;
    const done = await this.#unitOfWork.run(({ jobs }) => jobs.retry({ userId, id }));
    const sight = await this.#jobs.find(userId, id);
    if (sight === null) throw notFound('job');
    if (!done) throw jobIsNotOver(sight.row.state);
    return sight;
  }
}
