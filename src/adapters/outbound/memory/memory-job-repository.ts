import type { JobId, RunId } from '#application/jobs/job.ts';
import type { NewJob } from '#application/jobs/new-job.ts';
import type { JobRepository } from '#application/ports/job-repository.ts';
import { jobKey, type KeptJob, runningJob } from './kept-job.ts';
import type { MemoryTables } from './memory-store.ts';

export class MemoryJobRepository implements JobRepository {
  readonly #tables: MemoryTables;
  readonly #now: () => Date;

  constructor(tables: MemoryTables, now: () => Date) {
    this.#tables = tables;
    this.#now = now;
  }

  async add({ runAt, createdAt, ...job }: NewJob): Promise<string> {
    const { jobs } = this.#tables;
    const same = [...jobs.values()].find(
      ({ userId, key, state }) =>
        userId === job.userId && key !== null && key === job.key && (state === 'waiting' || state === 'running'),
    );
    if (same) return same.id;
    if (jobs.has(jobKey(job))) return job.id;
    jobs.set(jobKey(job), {
      ...job,
      ...NEW,
      createdAt: createdAt ?? this.#now(),
      runAt: runAt ?? this.#now(),
    });
    return job.id;
  }

  async cancel(id: JobId): Promise<boolean> {
    return this.#change(id, (job) => {
      const now = this.#now();
      if (job.state === 'waiting') return { state: 'cancelled', cancelAskedAt: now, finishedAt: now };
      return job.state === 'running' ? { cancelAskedAt: now } : null;
    });
  }

  async retry(id: JobId): Promise<boolean> {
    return this.#change(id, (job) =>
      job.state === 'failed' || job.state === 'cancelled'
        ? { ...NEW, run: job.run, version: job.version, runAt: this.#now() }
        : null,
    );
  }

  async retryFailed(): Promise<number> {
    const failed = [...this.#tables.jobs.values()].filter(({ state }) => state === 'failed');
    for (const job of failed) await this.retry(job);
    return failed.length;
  }

  async assertRuns(run: RunId): Promise<void> {
    runningJob(this.#tables.jobs, run);
  }

  #change(id: JobId, changes: (job: KeptJob) => Partial<KeptJob> | null): boolean {
    const { jobs } = this.#tables;
    const job = jobs.get(jobKey(id));
    const changed = job ? changes(job) : null;
    if (!job || changed === null) return false;
    jobs.set(jobKey(id), { ...job, ...changed, version: (changed.version ?? job.version) + 1 });
    return true;
  }
}

const NEW = {
  state: 'waiting',
  progress: 0,
  attempts: 0,
  crashes: 0,
  run: 0,
  version: 1,
  result: null,
  error: null,
  startedAt: null,
  finishedAt: null,
  cancelAskedAt: null,
  worker: null,
  ticket: null,
} as const;
