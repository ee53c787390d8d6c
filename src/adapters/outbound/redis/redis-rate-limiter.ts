import { RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import {
  type Allowance,
  allowanceOf,
  type Limit,
  type OpenWindow,
  type RateLimiter,
} from '#application/ports/rate-limiter.ts';
import { inTime } from './in-time.ts';
import type { Redis } from './open-redis.ts';

/** What Redis may take before the process counts for itself, in milliseconds. */
const PATIENCE = 100;
/** So long after a question that it did not answer it is asked again. */
const PAUSE = 1_000;

/**
 * Counts in Redis, for all processes together. While Redis does not answer the stand-in counts, from nothing; what it has counted is not
 * added to Redis later.
 */
export class RedisRateLimiter implements RateLimiter {
  readonly #counts: RateLimiterRedis;
  readonly #standIn: RateLimiter;
  readonly #patience: number;
  #away = false;
  #nextTry = 0;

  /** @param patience what Redis may take, in milliseconds. */
  constructor(client: Redis, standIn: RateLimiter, patience = PATIENCE) {
    // The points come with each limit: the library's own are out of reach.
    const settings = { points: Number.MAX_SAFE_INTEGER, duration: 1, keyPrefix: 'blotter:limit' };
    this.#counts = new RateLimiterRedis({ ...settings, storeClient: client, useRedisPackage: true });
    this.#standIn = standIn;
    this.#patience = patience;
  }

  consume(limit: Limit, key: string): Promise<Allowance> {
    return this.#ask(
      async () => {
        const count = await this.#counts.consume(keyOf(limit, key), 1, { customDuration: limit.seconds });
        return allowanceOf(limit, windowOf(count), 0);
      },
      () => this.#standIn.consume(limit, key),
    );
  }

  peek(limit: Limit, key: string): Promise<Allowance> {
    return this.#ask(
      async () => {
        const count = await this.#counts.get(keyOf(limit, key));
        return allowanceOf(limit, count && windowOf(count), 1);
      },
      () => this.#standIn.peek(limit, key),
    );
  }

  giveBack(limit: Limit, key: string): Promise<void> {
    return this.#ask(
      async () => {
        // First and then a look: two who look first would both take back the same one, and leave the key one to the good.
        const { consumedPoints } = await this.#counts.reward(keyOf(limit, key));
        if (consumedPoints < 0) await this.#counts.delete(keyOf(limit, key));
      },
      () => this.#standIn.giveBack(limit, key),
    );
  }

  async clear(limit: Limit, key: string): Promise<void> {
    // Of both: what the stand-in has counted would count again the next time that Redis is away.
    await this.#standIn.clear(limit, key);
    await this.#ask(
      () => this.#counts.delete(keyOf(limit, key)),
      async () => false,
    );
  }

  /** While Redis is away one request in a while asks it, and the others do not wait for what becomes of that. */
  async #ask<T>(redis: () => Promise<T>, standIn: () => Promise<T>): Promise<T> {
    if (this.#away && performance.now() < this.#nextTry) return standIn();
    this.#nextTry = performance.now() + PAUSE;
    try {
      const answer = await inTime(this.#patience, redis());
      this.#away = false;
      return answer;
    } catch {
      this.#away = true;
      return standIn();
    }
  }
}

const keyOf = ({ name }: Limit, key: string): string => `${name}:${key}`;

const windowOf = ({ consumedPoints, msBeforeNext }: RateLimiterRes): OpenWindow => ({
  counted: consumedPoints,
  milliseconds: msBeforeNext,
});
