import type { Clock } from '#application/ports/clock.ts';
import {
  type Allowance,
  allowanceOf,
  type Limit,
  type OpenWindow,
  type RateLimiter,
} from '#application/ports/rate-limiter.ts';

type Window = { readonly counted: number; readonly end: number };

/** Counts by a clock that a test can move. */
export class ClockedRateLimiter implements RateLimiter {
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async consume(limit: Limit, key: string): Promise<Allowance> {
    const { counted, end } = this.#open(limit, key) ?? { counted: 0, end: this.#now + limit.seconds * 1_000 };
    this.#windows.set(keyOf(limit, key), { counted: counted + 1, end });
    return allowanceOf(limit, this.#asked(limit, key), 0);
  }

  async peek(limit: Limit, key: string): Promise<Allowance> {
    return allowanceOf(limit, this.#asked(limit, key), 1);
  }

  async giveBack(limit: Limit, key: string): Promise<void> {
    const window = this.#open(limit, key);
    if (window && window.counted > 0) this.#windows.set(keyOf(limit, key), { ...window, counted: window.counted - 1 });
  }

  async clear(limit: Limit, key: string): Promise<void> {
    this.#windows.delete(keyOf(limit, key));
  }

  get #now(): number {
    return this.#clock.now().getTime();
  }

  #open(limit: Limit, key: string): Window | undefined {
    const window = this.#windows.get(keyOf(limit, key));
    return window && window.end > this.#now ? window : undefined;
  }

  #asked(limit: Limit, key: string): OpenWindow | null {
    const window = this.#open(limit, key);
    return window ? { counted: window.counted, milliseconds: window.end - this.#now } : null;
  }
}

const keyOf = ({ name }: Limit, key: string): string => `${name}:${key}`;
