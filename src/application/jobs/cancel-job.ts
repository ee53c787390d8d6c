import { type Actor, assertMayWrite, assertWholeLedger } from '../identity/actor.ts';
import type { JobQueries, JobSight } from '../ports/job-queries.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { jobIsOver, notFound } from '../refusal.ts';

/** Ends a job before its end: one that waits never runs, one that runs is told to stop. */
export class CancelJob {
  readonly #unitOfWork: UnitOfWork;
  readonly #jobs: JobQueries;

  constructor(unitOfWork: UnitOfWork, jobs: JobQueries) {
    this.#unitOfWork = unitOfWork;
    this.#jobs = jobs;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's; JOB_STATE when it is over. */
  async execute(actor: Actor, id: string): Promise<JobSight> {
    assertMayWrite(actor);
    assertWholeLedger(actor);
    const { userId } = actor;
    const done = await this.#unitOfWork.run(({ jobs }) => jobs.cancel({ userId, id }));
    const sight = await this.#jobs.find(userId, id);
    if (sight === null) throw notFound('job');
    if (!done) throw jobIsOver(sight.row.state);
    return sight;
  }
}
