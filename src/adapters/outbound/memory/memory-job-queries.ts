import type { JobState } from '#application/jobs/job.ts';
import type { JobPageRequest, JobQueries, JobRow, JobSight } from '#application/ports/job-queries.ts';
import type { Page } from '#application/ports/page.ts';
import { jobKey, type KeptJob } from './kept-job.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryJobQueries implements JobQueries {
  readonly #store: MemoryStore;
  readonly #now: () => Date;

  constructor(store: MemoryStore, now = () => new Date()) {
    this.#store = store;
    this.#now = now;
  }

  async page(userId: string, { filter: { state, task }, limit, before }: JobPageRequest): Promise<Page<JobRow>> {
    const rows = [...this.#store.committed.jobs.values()]
      .filter((job) => job.userId === userId && (before === null || job.id < before))
      .map((job) => this.#rowOf(job))
      .filter((row) => (state === undefined || row.state === state) && (task === undefined || row.task === task))
      .sort((one, other) => (one.id < other.id ? 1 : -1));
    return { rows: rows.slice(0, limit), more: rows.length > limit };
  }

  async find(userId: string, id: string): Promise<JobSight | null> {
    const job = this.#store.committed.jobs.get(jobKey({ userId, id }));
    return job ? { row: this.#rowOf(job), version: job.version } : null;
  }

  #rowOf(job: KeptJob): JobRow {
    const { id, queue, priority, progress, attempts, result, error } = job;
    return {
      id,
      task: job.task,
      queue,
      priority,
      state: this.#stateOf(job),
      progress,
      attempts,
      result,
      error,
      created_at: job.createdAt.toISOString(),
      started_at: job.startedAt?.toISOString() ?? null,
      finished_at: job.finishedAt?.toISOString() ?? null,
    };
  }

  /** What waits is queued once it is due. */
  #stateOf({ state, runAt }: KeptJob): JobState {
    if (state !== 'waiting') return state;
    return runAt > this.#now() ? 'scheduled' : 'queued';
  }
}
