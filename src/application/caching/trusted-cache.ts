import type { Cache, CacheFigures, Keeping, Named } from '../ports/cache.ts';
import type { CacheTrust } from '../ports/cache-trust.ts';

/** A cache that is asked while it may be believed. Without it everything is computed, and a write that it cannot be told of ends its epoch. */
export class TrustedCache implements Cache {
  readonly #cache: Cache;
  readonly #trust: CacheTrust;
  readonly #isOwn: boolean;

  /** @param isOwn what it keeps is known to this process alone: others are told by the trust, while there may be any. */
  constructor(cache: Cache, trust: CacheTrust, { isOwn }: { isOwn: boolean }) {
    this.#cache = cache;
    this.#trust = trust;
    this.#isOwn = isOwn;
  }

  getOrCompute<Value>(key: string, keeping: Keeping<Value>, compute: () => Promise<Value>): Promise<Value> {
    const epoch = this.#trust.epoch();
    return epoch === null ? compute() : this.#cache.getOrCompute(`${epoch} ${key}`, keeping, compute);
  }

  announce(tags: readonly string[]): Promise<string> {
    return this.#cache.announce(tags);
  }

  async invalidateTags(tags: readonly string[], announcements?: readonly string[]): Promise<void> {
    if (tags.length === 0) return;
    await this.#told(this.#cache.invalidateTags(tags, announcements));
  }

  async delete(key: string, named: Named): Promise<void> {
    await this.#told(this.#cache.delete(`${this.#trust.epoch()} ${key}`, named));
  }

  stats(): ReadonlyMap<string, CacheFigures> {
    return this.#cache.stats();
  }

  async #told(telling: Promise<void>): Promise<void> {
    const isTold = await telling.then(
      () => true,
      () => false,
    );
    if (!isTold || (this.#isOwn && this.#trust.epoch() === null)) await this.#trust.distrust();
  }
}
