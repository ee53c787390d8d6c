import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import {
  type Allowance,
  allowanceOf,
  type Limit,
  type OpenWindow,
  type RateLimiter,
} from '#application/ports/rate-limiter.ts';

/** Counts for one process. A key costs some 400 bytes; it is forgotten when its window ends, by a timer that keeps no process alive. */
export class MemoryRateLimiter implements RateLimiter {
  /** The points come with each limit: the library's own are out of reach. */
  readonly #counts = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: 1, keyPrefix: '' });

  async consume(limit: Limit, key: string): Promise<Allowance> {
    const count = await this.#counts.consume(keyOf(limit, key), 1, { customDuration: limit.seconds });
    return allowanceOf(limit, windowOf(count), 0);
  }

  async peek(limit: Limit, key: string): Promise<Allowance> {
    const count = await this.#counts.get(keyOf(limit, key));
    // A window can be over for some milliseconds before its timer runs.
    return allowanceOf(limit, count !== null && count.msBeforeNext > 0 ? windowOf(count) : null, 1);
  }

  async giveBack(limit: Limit, key: string): Promise<void> {
    const { consumedPoints } = await this.#counts.reward(keyOf(limit, key));
    if (consumedPoints < 0) await this.#counts.delete(keyOf(limit, key));
  }

  async clear(limit: Limit, key: string): Promise<void> {
    await this.#counts.delete(keyOf(limit, key));
  }
}

const keyOf = ({ name }: Limit, key: string): string => `${name}:${key}`;

const windowOf = ({ consumedPoints, msBeforeNext }: RateLimiterRes): OpenWindow => ({
  counted: consumedPoints,
  milliseconds: msBeforeNext,
});
