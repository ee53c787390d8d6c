import { randomUUID } from 'node:crypto';
import { inTime } from './in-time.ts';
import type { Redis } from './open-redis.ts';

export type LinkOptions = {
  /** What Redis may take, in milliseconds. */
  readonly patience?: number;
  /** How often Redis is tried while it is away, in milliseconds. */
  readonly pause?: number;
};

const PATIENCE = 50;
const PAUSE = 250;
/** So many questions in a row without a good answer, and Redis is away. */
const MOST_FAILURES = 3;
const PROBE_SECONDS = 10;

/**
 * The way to Redis, with a breaker: while Redis is away nobody waits for it. It is away when the connection is lost, when it hangs, and also
 * when it takes no writes, being full or read-only; it is there again once it has taken one.
 */
export class RedisLink {
  readonly #client: Redis;
  readonly #patience: number;
  readonly #pause: number;
  readonly #probeKey = `blotter:probe:${randomUUID()}`;
  readonly #ups: (() => void)[] = [];
  readonly #downs: (() => void)[] = [];
  #up = false;
  #failures = 0;
  #closed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: Redis, { patience = PATIENCE, pause = PAUSE }: LinkOptions = {}) {
    this.#client = client;
    this.#patience = patience;
    this.#pause = pause;
    client.on('error', () => this.cut()).on('end', () => this.cut());
    client.on('ready', () => this.#probe());
    this.#probe();
  }

  get client(): Redis {
    return this.#client;
  }

  get up(): boolean {
    return this.#up;
  }

  /** Calls back whenever Redis is there again, and at once when it is. */
  whenUp(callback: () => void): void {
    this.#ups.push(callback);
    if (this.#up) callback();
  }

  whenDown(callback: () => void): void {
    this.#downs.push(callback);
  }

  /**
   * Asks Redis.
   * @throws at once while Redis is away, when it does not answer in time, and what it refuses with.
   */
  async ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    if (!this.#up) throw new Error('Redis is away.');
    try {
      const answer = await inTime(this.#patience, question(this.#client));
      this.#failures = 0;
      return answer;
    } catch (error) {
      this.#failures += 1;
      if (this.#failures >= MOST_FAILURES) this.cut();
      throw error;
    }
  }

  /** From now on Redis is away, until it has taken a write again. */
  cut(): void {
    const wasUp = this.#up;
    this.#up = false;
    this.#failures = 0;
    if (wasUp) for (const callback of this.#downs) callback();
    this.#probeSoon();
  }

  close(): void {
    this.#closed = true;
    this.#up = false;
    clearTimeout(this.#timer);
  }

  #probe(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#closed || this.#up) return;
    inTime(this.#patience, this.#write()).then(
      () => this.#restored(),
      () => this.#probeSoon(),
    );
  }

  async #write(): Promise<void> {
    await this.#client.set(this.#probeKey, '', { expiration: { type: 'EX', value: PROBE_SECONDS } });
  }

  #restored(): void {
    if (this.#closed || this.#up) return;
    this.#up = true;
    for (const callback of this.#ups) callback();
  }

  #probeSoon(): void {
    if (this.#closed || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#probe(), this.#pause).unref();
  }
}
