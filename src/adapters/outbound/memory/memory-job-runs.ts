import { randomUUID } from 'node:crypto';
import type { JobRun, JsonValue, RunId } from '#application/jobs/job.ts';
import type { HeldRun, JobRuns, Ticket, Worker } from '#application/ports/job-runs.ts';
import { jobKey, type KeptJob, runningJob } from './kept-job.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryJobRuns implements JobRuns {
  readonly #store: MemoryStore;
  readonly #now: () => Date;
  readonly #beats = new Map<string, { readonly at: number; readonly standsIn: boolean }>();

  constructor(store: MemoryStore, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  async handOver(limit: number, push: (tickets: readonly Ticket[]) => Promise<void>) {
    const { jobs, schedules } = this.#store.committed;
    const times = [...schedules.values()].map(({ nextAt }) => nextAt.getTime());
    const nextIn = this.#until(this.#unhanded([...jobs.values()])[0]?.runAt.getTime());
    const scheduleIn = this.#until(times.length > 0 ? Math.min(...times) : undefined);
    const count = await this.#store.transaction(async (tables) => {
      const due = this.#unhanded([...tables.jobs.values()]).filter(({ runAt }) => runAt <= this.#now());
      const handed = due.slice(0, limit).map((job) => ({ ...job, ticket: randomUUID() }));
      for (const job of handed) tables.jobs.set(jobKey(job), job);
      if (handed.length > 0) await push(handed.map(ticketOf));
      return handed.length;
    });
    return { count, nextIn, scheduleIn };
  }

  async begin(
    { id, userId, jobId }: Pick<Ticket, 'id' | 'userId' | 'jobId'>,
    workerId: string,
  ): Promise<JobRun | null> {
    return this.#store.transaction(({ jobs }) => {
      const job = jobs.get(jobKey({ userId, id: jobId }));
      if (job?.state !== 'waiting' || job.ticket !== id) return null;
      const begun = {
        ...job,
        state: 'running',
        run: job.run + 1,
        attempts: job.attempts + 1,
        progress: job.crashes > 0 ? job.progress : 0,
        error: null,
        worker: workerId,
        startedAt: this.#now(),
        version: job.version + 1,
      } as const;
      jobs.set(jobKey(job), begun);
      const { task, payload, queue, createdAt, scheduledFor, attempts: attempt, run } = begun;
      return { userId, id: jobId, run, task, payload, queue, attempt, createdAt, scheduledFor };
    });
  }

  progress(run: RunId, percent: number): Promise<void> {
    return this.#onRun(run, ({ progress }) => ({ progress: Math.max(progress, percent) }));
  }

  succeed(run: RunId, result: JsonValue): Promise<void> {
    return this.#onRun(run, () => ({ ...this.#ended('succeeded'), progress: 100, result, payload: null, crashes: 0 }));
  }

  fail(run: RunId, error: string, retryInMilliseconds: number | null): Promise<void> {
    return this.#onRun(run, () =>
      retryInMilliseconds === null
        ? { ...this.#ended('failed'), error, ticket: null }
        : { ...WAITING, error, runAt: new Date(this.#now().getTime() + retryInMilliseconds) },
    );
  }

  cancelled(run: RunId): Promise<void> {
    return this.#onRun(run, () => this.#ended('cancelled'));
  }

  async release(workerId: string, jobIds?: readonly string[]): Promise<void> {
    await this.#store.transaction(({ jobs }) => {
      for (const job of running(jobs))
        if (job.worker === workerId && (jobIds?.includes(job.id) ?? true))
          jobs.set(jobKey(job), {
            ...job,
            ...WAITING,
            attempts: job.attempts - 1,
            startedAt: null,
            version: job.version + 1,
          });
    });
  }

  async beat({ id, standsIn }: Worker): Promise<readonly HeldRun[]> {
    this.#beats.set(id, { at: this.#now().getTime(), standsIn });
    return running(this.#store.committed.jobs)
      .filter(({ worker }) => worker === id)
      .map(({ userId, id: jobId, run, cancelAskedAt }) => ({
        userId,
        id: jobId,
        run,
        cancelAsked: cancelAskedAt !== null,
      }));
  }

  async leave(workerId: string): Promise<void> {
    this.#beats.delete(workerId);
  }

  async reap(silentMilliseconds: number, mostCrashes: number): Promise<number> {
    const heardSince = this.#now().getTime() - silentMilliseconds;
    return this.#store.transaction(({ jobs }) => {
      const lost = running(jobs).filter(({ worker }) => (this.#beats.get(worker ?? '')?.at ?? 0) <= heardSince);
      for (const job of lost) {
        const crashes = job.crashes + 1;
        jobs.set(jobKey(job), {
          ...job,
          ...this.#fateOf(job, crashes >= mostCrashes, crashes),
          crashes,
          version: job.version + 1,
        });
      }
      return lost.length;
    });
  }

  async isRelieved(silentMilliseconds: number): Promise<boolean> {
    const heardSince = this.#now().getTime() - silentMilliseconds;
    return [...this.#beats.values()].some(({ at, standsIn }) => !standsIn && at > heardSince);
  }

  async handedOver(limit: number): Promise<readonly string[]> {
    const handed = [...this.#store.committed.jobs.values()].filter(({ state }) => state === 'waiting');
    const inOrder = handed.sort((one, other) => one.runAt.getTime() - other.runAt.getTime());
    return inOrder.flatMap(({ ticket }) => ticket ?? []).slice(0, limit);
  }

  async handAgain(tickets: readonly string[]): Promise<void> {
    await this.#store.transaction(({ jobs }) => {
      for (const job of jobs.values())
        if (job.state === 'waiting' && job.ticket !== null && tickets.includes(job.ticket))
          jobs.set(jobKey(job), { ...job, ticket: null });
    });
  }

  async hasTickets(): Promise<boolean> {
    return [...this.#store.committed.jobs.values()].some(({ state, ticket }) => state === 'waiting' && ticket !== null);
  }

  #fateOf({ cancelAskedAt }: KeptJob, isLimit: boolean, crashes: number): Partial<KeptJob> {
    if (cancelAskedAt !== null) return this.#ended('cancelled');
    if (!isLimit) return WAITING;
    return { ...this.#ended('failed'), error: `crash limit: its worker was lost ${crashes} times`, ticket: null };
  }

  #ended(state: 'succeeded' | 'failed' | 'cancelled') {
    return { state, finishedAt: this.#now(), worker: null };
  }

  #until(instant: number | undefined): number | null {
    return instant === undefined ? null : instant - this.#now().getTime();
  }

  #unhanded(jobs: readonly KeptJob[]): KeptJob[] {
    const unhanded = jobs.filter(({ state, ticket }) => state === 'waiting' && ticket === null);
    return unhanded.sort((one, other) => one.runAt.getTime() - other.runAt.getTime() || (one.id < other.id ? -1 : 1));
  }

  async #onRun(run: RunId, changes: (job: KeptJob) => Partial<KeptJob>): Promise<void> {
    await this.#store.transaction(({ jobs }) => {
      const job = runningJob(jobs, run);
      jobs.set(jobKey(job), { ...job, ...changes(job), version: job.version + 1 });
    });
  }
}

const WAITING = { state: 'waiting', worker: null, ticket: null } as const;

const running = (jobs: ReadonlyMap<string, KeptJob>): KeptJob[] =>
  [...jobs.values()].filter(({ state }) => state === 'running');

const ticketOf = ({ ticket, userId, id, queue, priority, runAt }: KeptJob): Ticket => ({
  id: ticket ?? '',
  userId,
  jobId: id,
  queue,
  priority,
  dueAt: runAt,
});
