import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestLine } from '#adapters/inbound/http/request-log.ts';
import type { Ended } from '#application/jobs/run-job.ts';
import type { Cache, CacheFigures } from '#application/ports/cache.ts';
import type { FailedAttempt, JobBoard } from '#application/ports/job-board.ts';

type PoolFigures = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number };

const CACHE_FIGURES: { readonly [Figure in keyof CacheFigures]: readonly [name: string, help: string] } = {
  hits: ['blotter_cache_hits_total', 'Values that were kept, by the sort of value.'],
  misses: [
    'blotter_cache_misses_total',
    'Values that had to be computed, or were being computed, by the sort of value.',
  ],
  errors: ['blotter_cache_errors_total', 'Times that the cache did not answer, by the sort of value.'],
  computations: ['blotter_cache_computations_total', 'Computations, by the sort of value.'],
  computeSeconds: ['blotter_cache_compute_seconds_total', 'What computations took, by the sort of value.'],
};

/** Prometheus metrics of this process, and of the jobs that all share. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #failures: Counter<'task' | 'last'>;
  readonly #jobs: Histogram<'queue' | 'task' | 'outcome'>;

  /** @param gather called before the requests are told, so that none is still to be observed. */
  constructor(
    pools: Readonly<Record<string, PoolFigures>>,
    board: Pick<JobBoard, 'queues'>,
    cache: Pick<Cache, 'stats'>,
    gather: () => void,
  ) {
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: 'blotter_http_request_seconds',
      help: 'Duration of HTTP requests by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.#registry],
      collect: gather,
    });
    new Gauge({
      name: 'blotter_database_connections',
      help: 'Connections to PostgreSQL by pool and state; waiting are requests without one.',
      labelNames: ['pool', 'state'],
      registers: [this.#registry],
      collect() {
        for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
          this.set({ pool, state: 'busy' }, totalCount - idleCount);
          this.set({ pool, state: 'idle' }, idleCount);
          this.set({ pool, state: 'waiting' }, waitingCount);
        }
      },
    });
    this.#watchJobs(board);
    this.#failures = new Counter({
      name: 'blotter_job_failures_total',
      help: 'Attempts of jobs that failed on any process, as this one heard, by task and whether it was the last.',
      labelNames: ['task', 'last'],
      registers: [this.#registry],
    });
    this.#jobs = new Histogram({
      name: 'blotter_job_seconds',
      help: 'Duration of the runs of jobs in this process, by queue, task and outcome.',
      labelNames: ['queue', 'task', 'outcome'],
      buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60, 300, 1_800],
      registers: [this.#registry],
    });
    for (const [figure, [name, help]] of Object.entries(CACHE_FIGURES)) {
      new Counter({
        name,
        help,
        labelNames: ['cache'],
        registers: [this.#registry],
        collect() {
          this.reset();
          for (const [sort, figures] of cache.stats()) this.inc({ cache: sort }, figures[figure as keyof CacheFigures]);
        },
      });
    }
  }

  #watchJobs(board: Pick<JobBoard, 'queues'>): void {
    const registers = [this.#registry];
    const look = lookOnce(board);
    new Gauge({
      name: 'blotter_jobs',
      help: 'Jobs that are not over, by queue and state.',
      labelNames: ['queue', 'state'],
      registers,
      async collect() {
        for (const { queue, scheduled, queued, running } of (await look()) ?? []) {
          this.set({ queue, state: 'scheduled' }, scheduled);
          this.set({ queue, state: 'queued' }, queued);
          this.set({ queue, state: 'running' }, running);
        }
      },
    });
    new Gauge({
      name: 'blotter_jobs_oldest_due_seconds',
      help: 'How long the oldest job of a queue has been due: what grows here has no worker.',
      labelNames: ['queue'],
      registers,
      async collect() {
        for (const { queue, oldestDueSeconds } of (await look()) ?? []) this.set({ queue }, oldestDueSeconds);
      },
    });
    new Gauge({
      name: 'blotter_jobs_failed',
      help: 'Jobs that failed at their last try.',
      registers,
      async collect() {
        const queues = await look();
        if (queues) this.set(queues.reduce((all, { failed }) => all + failed, 0));
      },
    });
  }

  /** An attempt that failed, on whatever process. */
  readonly observeFailure = ({ task, willRetry }: FailedAttempt): void => {
    this.#failures.inc({ task, last: willRetry ? 'no' : 'yes' });
  };

  readonly observeJob = ({ queue, task, outcome, milliseconds }: Ended): void => {
    this.#jobs.observe({ queue, task, outcome }, milliseconds / 1_000);
  };

  /** The route is the pattern that matched, so that ids make no series of their own. */
  readonly observe = ({ method, route = 'none', status, milliseconds }: RequestLine): void => {
    this.#requests.observe({ method, route, status }, milliseconds / 1_000);
  };

  get contentType(): string {
    return this.#registry.contentType;
  }

  readonly text = (): Promise<string> => this.#registry.metrics();
}

/** Figures that are asked for at the same time are looked up once. Null without the database: the other figures are worth the more then. */
function lookOnce(board: Pick<JobBoard, 'queues'>) {
  let looking: ReturnType<typeof board.queues> | undefined;
  return () => {
    looking ??= board.queues().finally(() => {
      looking = undefined;
    });
    return looking.catch(() => null);
  };
}
