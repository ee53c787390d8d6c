import type { CacheFigures } from '../ports/cache.ts';

type Counts = { -readonly [Figure in keyof CacheFigures]: number };

/** Counts what happens in a cache, by the names of the values. */
export class CacheCounts {
  readonly #byName = new Map<string, Counts>();

  count(name: string, what: 'hits' | 'misses' | 'errors'): void {
    this.#of(name)[what] += 1;
  }

  async timed<Value>(name: string, compute: () => Promise<Value>): Promise<Value> {
    const begun = performance.now();
    try {
      return await compute();
    } finally {
      const counts = this.#of(name);
      counts.computations += 1;
      counts.computeSeconds += (performance.now() - begun) / 1_000;
    }
  }

  get figures(): ReadonlyMap<string, CacheFigures> {
    return this.#byName;
  }

  #of(name: string): Counts {
    let counts = this.#byName.get(name);
    if (counts === undefined) {
      counts = { hits: 0, misses: 0, errors: 0, computations: 0, computeSeconds: 0 };
      this.#byName.set(name, counts);
    }
    return counts;
  }
}
