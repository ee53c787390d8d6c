import { type Actor, assertWholeLedger, ownerToRead } from '../identity/actor.ts';
import type { JobQueries, JobSight } from '../ports/job-queries.ts';
import { notFound } from '../refusal.ts';

export class FindJob {
  readonly #jobs: JobQueries;

  constructor(jobs: JobQueries) {
    this.#jobs = jobs;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's. */
  async execute(actor: Actor, id: string, userId?: string): Promise<JobSight> {
    assertWholeLedger(actor);
    const sight = await this.#jobs.find(ownerToRead(actor, userId), id);
    if (sight === null) throw notFound('job');
    return sight;
  }
}
