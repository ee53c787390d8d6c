import type { Aliases } from '../ledger/instruments.ts';
import type { Cache } from '../ports/cache.ts';
import type { InstrumentQueries, InstrumentRow } from '../ports/instrument-queries.ts';
import { tags } from './tags.ts';

/** Bounds what a change behind Blotter's back (by hand, in SQL) can leave stale. */
const MILLISECONDS = 60_000;

/** Keeps the aliases, which every write asks for. */
export class CachedInstrumentQueries implements InstrumentQueries {
  readonly #source: InstrumentQueries;
  readonly #cache: Cache;

  constructor(source: InstrumentQueries, cache: Cache) {
    this.#source = source;
    this.#cache = cache;
  }

  list(userId: string, accountIds: readonly string[] | null): Promise<readonly InstrumentRow[]> {
    return this.#source.list(userId, accountIds);
  }

  async aliases(userId: string): Promise<Aliases> {
    const keeping = { name: 'aliases', schema: 1, milliseconds: MILLISECONDS, tags: [tags.ledger(userId)] };
    const pairs = await this.#cache.getOrCompute(`aliases ${userId}`, keeping, async () => [
      ...(await this.#source.aliases(userId)),
    ]);
    return new Map(pairs);
  }
}
