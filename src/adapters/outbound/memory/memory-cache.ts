import { deserialize, serialize } from 'node:v8';
import { LRUCache } from 'lru-cache';
import { CacheCounts } from '#application/caching/cache-counts.ts';
import {
  type Cache,
  type CacheFigures,
  fullKeyOf,
  type Keeping,
  lifeOf,
  type Named,
} from '#application/ports/cache.ts';

/** A value that nobody else has, and what it would be in bytes. */
type Content = { readonly value: unknown; readonly bytes: number };

type Entry = { readonly content: Content; readonly tags: readonly string[] };

/** A computation that has begun. */
class Flight {
  readonly tags: readonly string[];
  readonly content: Promise<Content>;
  /** What it comes to is no longer true. */
  outdated = false;

  constructor(tags: readonly string[], fly: (flight: Flight) => Promise<Content>) {
    this.tags = tags;
    this.content = fly(this);
  }
}

type Bounds = { readonly entries: number; readonly bytes: number };

const BOUNDS: Bounds = { entries: 20_000, bytes: 32 * 2 ** 20 };
/** What an entry costs beside its bytes and its key. */
const OVERHEAD_BYTES = 300;
const SWEEP_MILLISECONDS = 1_000;

/** Keeps values in this process; the least recently used go first, and what has expired goes by itself. */
export class MemoryCache implements Cache {
  readonly #entries: LRUCache<string, Entry>;
  readonly #keysByTag = new Map<string, Set<string>>();
  readonly #flights = new Map<string, Flight>();
  readonly #counts = new CacheCounts();
  readonly #sweeping: NodeJS.Timeout;

  /** @param now in milliseconds, of a clock that only goes forward. */
  constructor(bounds = BOUNDS, now: () => number = () => performance.now()) {
    this.#entries = new LRUCache({
      max: bounds.entries,
      maxSize: bounds.bytes,
      sizeCalculation: ({ content }, key) => content.bytes + 2 * key.length + OVERHEAD_BYTES,
      ttlResolution: 0,
      perf: { now },
      dispose: ({ tags }, key) => this.#untag(key, tags),
    });
    this.#sweeping = setInterval(() => this.sweep(), SWEEP_MILLISECONDS).unref();
  }

  async getOrCompute<Value>(key: string, keeping: Keeping<Value>, compute: () => Promise<Value>): Promise<Value> {
    const full = fullKeyOf(key, keeping);
    const kept = keeping.renew ? undefined : this.#entries.get(full);
    if (kept !== undefined) {
      this.#counts.count(keeping.name, 'hits');
      return kept.content.value as Value;
    }
    this.#counts.count(keeping.name, 'misses');
    const begun = keeping.renew ? undefined : this.#flights.get(full);
    return (await (begun ?? this.#begin(full, keeping, compute)).content).value as Value;
  }

  /** What is kept here dies with who changes it. */
  async announce(): Promise<string> {
    return '';
  }

  async invalidateTags(tags: readonly string[]): Promise<void> {
    for (const tag of tags) for (const key of this.#keysByTag.get(tag) ?? []) this.#entries.delete(key);
    this.#outdate((flight) => flight.tags.some((tag) => tags.includes(tag)));
  }

  async delete(key: string, named: Named): Promise<void> {
    const full = fullKeyOf(key, named);
    this.#entries.delete(full);
    this.#outdate((_flight, key) => key === full);
  }

  clear(): void {
    this.#entries.clear();
    this.#outdate(() => true);
  }

  stats(): ReadonlyMap<string, CacheFigures> {
    return this.#counts.figures;
  }

  /** What is kept now, expired or not. */
  get size(): { readonly entries: number; readonly bytes: number; readonly tags: number } {
    return { entries: this.#entries.size, bytes: this.#entries.calculatedSize, tags: this.#keysByTag.size };
  }

  /** Forgets what has expired, which happens by itself every second. */
  sweep(): void {
    this.#entries.purgeStale();
  }

  close(): void {
    clearInterval(this.#sweeping);
    this.clear();
  }

  #begin<Value>(full: string, keeping: Keeping<Value>, compute: () => Promise<Value>): Flight {
    const flight = new Flight(keeping.tags, (itself) => this.#fly(itself, full, keeping, compute));
    this.#flights.set(full, flight);
    return flight;
  }

  async #fly<Value>(
    flight: Flight,
    full: string,
    keeping: Keeping<Value>,
    compute: () => Promise<Value>,
  ): Promise<Content> {
    try {
      const value = await this.#counts.timed(keeping.name, compute);
      const content = contentOf(value);
      const milliseconds = lifeOf(value, keeping);
      if (!flight.outdated && milliseconds > 0) this.#keep(full, { content, tags: keeping.tags }, milliseconds);
      return content;
    } finally {
      if (this.#flights.get(full) === flight) this.#flights.delete(full);
    }
  }

  #keep(full: string, entry: Entry, ttl: number): void {
    this.#entries.set(full, entry, { ttl });
    if (!this.#entries.has(full)) return;
    for (const tag of entry.tags) {
      const keys = this.#keysByTag.get(tag);
      if (keys) keys.add(full);
      else this.#keysByTag.set(tag, new Set([full]));
    }
  }

  #untag(key: string, tags: readonly string[]): void {
    for (const tag of tags) {
      const keys = this.#keysByTag.get(tag);
      keys?.delete(key);
      if (keys?.size === 0) this.#keysByTag.delete(tag);
    }
  }

  #outdate(which: (flight: Flight, key: string) => boolean): void {
    for (const [key, flight] of this.#flights)
      if (which(flight, key)) {
        flight.outdated = true;
        this.#flights.delete(key);
      }
  }
}

/** @throws {Error} for what cannot be cloned, such as a function. */
function contentOf(value: unknown): Content {
  const bytes = serialize(value);
  return { value: frozen(deserialize(bytes)), bytes: bytes.length };
}

/** As far as plain objects and arrays go. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return value;
  for (const inside of Object.values(value)) frozen(inside);
  return Object.freeze(value);
}
