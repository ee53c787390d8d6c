import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RequestLine } from '#adapters/inbound/http/request-log.ts';
import type { Cache, CacheFigures } from '#application/ports/cache.ts';

type PoolFigures = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number };

type OutboxFigures = () => Promise<{ readonly waiting: number; readonly parked: number }>;

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

/** Prometheus metrics of this process, and of the outbox that it shares. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

  /** @param gather called before the requests are told, so that none is still to be observed. */
  constructor(
    pools: Readonly<Record<string, PoolFigures>>,
    outbox: OutboxFigures,
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
    this.#watchOutbox(outbox);
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

  #watchOutbox(outbox: OutboxFigures): void {
    new Gauge({
      name: 'blotter_outbox_messages',
      help: 'Messages of the outbox by state; parked are those that failed too often.',
      labelNames: ['state'],
      registers: [this.#registry],
      async collect() {
        // Without the database the other figures are worth the more.
        const figures = await outbox().catch(() => null);
        if (figures === null) return;
        this.set({ state: 'waiting' }, figures.waiting);
        this.set({ state: 'parked' }, figures.parked);
      },
    });
  }

  /** The route is the pattern that matched, so that ids make no series of their own. */
  readonly observe = ({ method, route = 'none', status, milliseconds }: RequestLine): void => {
    this.#requests.observe({ method, route, status }, milliseconds / 1_000);
  };

  get contentType(): string {
    return this.#registry.contentType;
  }

  readonly text = (): Promise<string> => this.#registry.metrics();
}
