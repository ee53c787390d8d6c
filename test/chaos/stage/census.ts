import { setTimeout as sleep } from 'node:timers/promises';
import { Loop } from './loop.ts';
import { session } from './postgres.ts';

const PAUSE_MILLISECONDS = 20;

/** Counts the operations all the time that files have brought (see `brokerFile`). */
export class Census {
  readonly counts: number[] = [];
  readonly #url: string;
  readonly #loop = new Loop(async () => {
    // While the database is away there is nothing to count.
    const count = await this.count().catch(() => undefined);
    if (count !== undefined) this.counts.push(count);
    await sleep(PAUSE_MILLISECONDS);
  });

  constructor(url: string) {
    this.#url = url;
    this.#loop.start();
  }

  async count(): Promise<number> {
    await using database = await session(this.#url);
    const text = `SELECT count(*)::int AS count FROM operations WHERE source = 'broker'`;
    return (await database.query<{ count: number }>(text)).rows[0]?.count ?? 0;
  }

  /** @returns what was counted that is neither none nor so many. */
  async finish(all: number): Promise<number[]> {
    await this.#loop.finish();
    return this.counts.filter((count) => count !== 0 && count !== all);
  }
}
