import { type Actor, assertMayWrite, assertWholeLedger } from '../identity/actor.ts';
import type { JobQueries, JobSight } from '../ports/job-queries.ts';
import type { JobRepository } from '../ports/job-repository.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { jobIsNotOver, jobIsOver, notFound, type Refusal } from '../refusal.ts';
import type { JobId, JobState } from './job.ts';

/** What somebody does with a job of their own; each answers with the job as it is then. */
export class ChangeJob {
  readonly #unitOfWork: UnitOfWork;
  readonly #queries: JobQueries;

  constructor(unitOfWork: UnitOfWork, queries: JobQueries) {
    this.#unitOfWork = unitOfWork;
    this.#queries = queries;
  }

  /**
   * Ends it before its end: one that waits never runs, one that runs is told to stop.
   * @throws {Refusal} NOT_FOUND, also for another user's; JOB_STATE when it is over.
   */
  cancel(actor: Actor, id: string): Promise<JobSight> {
    return this.#change(actor, id, (jobs, job) => jobs.cancel(job), jobIsOver);
  }

  /**
   * Lets it wait again, from its first attempt.
   * @throws {Refusal} NOT_FOUND, also for another user's; JOB_STATE when it neither failed nor was cancelled.
   */
  retry(actor: Actor, id: string): Promise<JobSight> {
    return this.#change(actor, id, (jobs, job) => jobs.retry(job), jobIsNotOver);
  }

  /** @param change gives false when the state of the job does not allow it. */
  async #change(
    actor: Actor,
    id: string,
    change: (jobs: JobRepository, job: JobId) => Promise<boolean>,
    refusal: (state: JobState) => Refusal,
  ): Promise<JobSight> {
    assertMayWrite(actor);
    assertWholeLedger(actor);
    const { userId } = actor;
    const done = await this.#unitOfWork.run(({ jobs }) => change(jobs, { userId, id }));
    const sight = await this.#queries.find(userId, id);
    if (sight === null) throw notFound('job');
    if (!done) throw refusal(sight.row.state);
    return sight;
  }
}
