import { deserialize, serialize } from 'node:v8';
import { RESP_TYPES } from 'redis';
import { CacheCounts } from '#application/caching/cache-counts.ts';
import {
  type Cache,
  type CacheFigures,
  fullKeyOf,
  type Keeping,
  lifeOf,
  type Named,
} from '#application/ports/cache.ts';
import { Refusal } from '#application/refusal.ts';
import { announce, begin, invalidate, isChanging, NEVER, random, renew } from './generations.ts';
import type { Redis } from './open-redis.ts';
import type { RedisLink } from './redis-link.ts';

const PREFIX = 'blotter:cache:';

const forBytes = (client: Redis) => client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer } as const);

type Looked = {
  /** Of the tags, and of the key itself. */
  readonly generations: string;
  /** What is kept under them. */
  readonly value: Buffer | null;
};

/**
 * Keeps values in Redis, for every process. Each tag has a generation, a random text, and a value is kept together with those that were read
 * before it was computed: invalidating a tag is giving it another one, and whatever was made of the former is never read again, not even
 * when it is stored later. One question brings the generations and the value.
 */
export class RedisCache implements Cache {
  readonly #link: RedisLink;
  /** The same client, for values that are bytes. */
  readonly #bytes: ReturnType<typeof forBytes>;
  readonly #flights = new Map<string, Promise<Buffer>>();
  /** Those that have begun without Redis, and when. */
  readonly #blind = new Map<string, { readonly begun: number; readonly bytes: Promise<Buffer> }>();
  readonly #counts = new CacheCounts();

  constructor(link: RedisLink) {
    this.#link = link;
    this.#bytes = forBytes(link.client);
  }

  async getOrCompute<Value>(key: string, keeping: Keeping<Value>, compute: () => Promise<Value>): Promise<Value> {
    const asked = performance.now();
    const { name, tags } = keeping;
    const full = fullKey(key, keeping);
    const looked = await this.#look(full, tags).catch(() => null);
    if (looked === null) {
      this.#counts.count(name, 'errors');
      return deserialize(await this.#blindly(full, asked, name, compute)) as Value;
    }
    const kept = keeping.renew || looked.value === null ? null : opened(looked.value);
    this.#counts.count(name, kept ? 'hits' : 'misses');
    if (kept) return kept.value as Value;
    // Who reads other generations wants another value, and what changes at any moment is for each to read.
    const flight = `${full} ${looked.generations}`;
    const begun = keeping.renew || isChanging(looked.generations) ? undefined : this.#flights.get(flight);
    return deserialize(await (begun ?? this.#begin(flight, full, looked.generations, keeping, compute))) as Value;
  }

  async announce(tags: readonly string[]): Promise<string> {
    const announcement = random();
    await this.#link.ask((client) => announce(client, tags.map(tagKey), announcement)).catch(() => {});
    return announcement;
  }

  async invalidateTags(tags: readonly string[], announcements: readonly string[] = []): Promise<void> {
    await this.#tell((client) => invalidate(client, tags.map(tagKey), announcements));
  }

  async delete(key: string, named: Named): Promise<void> {
    const full = fullKey(key, named);
    await this.#tell((client) => Promise.all([renew(client, ownKey(full)), client.del(full)]));
  }

  stats(): ReadonlyMap<string, CacheFigures> {
    return this.#counts.figures;
  }

  async #tell(what: (client: Redis) => Promise<unknown>): Promise<void> {
    try {
      await this.#link.ask(what);
    } catch (cause) {
      throw new Refusal('UNAVAILABLE', 'The cache does not answer. Try again shortly.', { cause });
    }
  }

  async #look(full: string, tags: readonly string[]): Promise<Looked> {
    const keys = [...tags.map(tagKey), ownKey(full), full];
    const found = await this.#link.ask(() => this.#bytes.mGet(keys));
    const value = found.pop() ?? null;
    const own = found.pop()?.toString('latin1') ?? NEVER;
    const known = found.map((generation) => generation?.toString('latin1'));
    const missing = tags.filter((_tag, index) => known[index] === undefined);
    if (missing.length > 0) {
      // A value that is kept was made of another generation, which is gone.
      const made = await this.#link.ask((client) => Promise.all(missing.map((tag) => begin(client, tagKey(tag)))));
      return { generations: known.map((generation) => generation ?? made.shift()).join('') + own, value: null };
    }
    const generations = known.join('') + own;
    return { generations, value: value && madeOf(value, generations) };
  }

  /** It can be joined until Redis has what it came to: who asked before that, and found nothing, hears of it only now. */
  #begin<Value>(
    flight: string,
    full: string,
    generations: string,
    keeping: Keeping<Value>,
    compute: () => Promise<Value>,
  ): Promise<Buffer> {
    const flying = this.#fly(full, generations, keeping, compute);
    const bytes = flying.then((landed) => landed.bytes);
    const settled = flying.then(({ stored }) => stored);
    putUntil(settled, this.#flights, flight, bytes);
    return bytes;
  }

  async #fly<Value>(
    full: string,
    generations: string,
    keeping: Keeping<Value>,
    compute: () => Promise<Value>,
  ): Promise<{ readonly bytes: Buffer; readonly stored: Promise<void> }> {
    const value = await this.#counts.timed(keeping.name, compute);
    const bytes = serialize(value);
    const milliseconds = isChanging(generations) ? 0 : Math.floor(lifeOf(value, keeping));
    const stored = milliseconds > 0 ? this.#store(full, generations, bytes, milliseconds) : Promise.resolve();
    return { bytes, stored: stored.catch(() => this.#counts.count(keeping.name, 'errors')) };
  }

  /** What was asked for before a computation began is what it comes to; who asks later may know better. */
  #blindly(full: string, asked: number, name: string, compute: () => Promise<unknown>): Promise<Buffer> {
    const flying = this.#blind.get(full);
    if (flying !== undefined && asked < flying.begun) return flying.bytes;
    const begun = performance.now();
    const bytes = this.#counts.timed(name, compute).then(serialize);
    putUntil(bytes, this.#blind, full, { begun, bytes });
    return bytes;
  }

  async #store(full: string, generations: string, bytes: Buffer, milliseconds: number): Promise<void> {
    const value = Buffer.concat([Buffer.from(generations, 'latin1'), bytes]);
    const expiration = { type: 'PX', value: milliseconds } as const;
    await this.#link.ask((client) => client.set(full, value, { expiration }));
  }
}

/** Puts it into the map until the work has ended, or another one stands there. */
function putUntil<Value>(work: Promise<unknown>, map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  const remove = (): void => {
    if (map.get(key) === value) map.delete(key);
  };
  work.then(remove, remove);
}

/** The value without its generations; null when it was made of others. */
function madeOf(stored: Buffer, generations: string): Buffer | null {
  const made = stored.toString('latin1', 0, generations.length);
  return made === generations ? stored.subarray(generations.length) : null;
}

/** Null when it cannot be read. */
function opened(bytes: Buffer): { readonly value: unknown } | null {
  try {
    return { value: deserialize(bytes) };
  } catch {
    return null;
  }
}

const fullKey = (key: string, named: Named): string => `${PREFIX}${fullKeyOf(key, named)}`;

const ownKey = (full: string): string => `${full}#`;

const tagKey = (tag: string): string => `${PREFIX}tag:${tag}`;
