import { type Actor, assertWholeLedger, ownerToRead } from '../identity/actor.ts';
import type { JobPageRequest, JobQueries, JobRow } from '../ports/job-queries.ts';
import type { Page } from '../ports/page.ts';

/** One page of what runs, ran or will run for somebody. */
export class ListJobs {
  readonly #jobs: JobQueries;

  constructor(jobs: JobQueries) {
    this.#jobs = jobs;
  }

  async execute(actor: Actor, request: JobPageRequest, userId?: string): Promise<Page<JobRow>> {
    assertWholeLedger(actor);
    return this.#jobs.page(ownerToRead(actor, userId), request);
  }
}
