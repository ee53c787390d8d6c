import { randomBytes } from 'node:crypto';
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
import { decoded, encoded } from './encoding.ts';
import type { Redis } from './open-redis.ts';
import type { RedisLink } from './redis-link.ts';

const PREFIX = 'blotter:cache:';
const GENERATION_BYTES = 12;
/** Longer than any value is kept. */
const GENERATION_SECONDS = 86_400;
/** What stands for a key that was never deleted: as long as a generation. */
const NEVER = '-'.repeat((GENERATION_BYTES / 3) * 4);

/** Begins the generation of what is about to change; no other one contains it. */
const CHANGING = '!';
const CHANGING_SECONDS = 60;

const BYTES = { [RESP_TYPES.BLOB_STRING]: Buffer } as const;

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
  readonly #flights = new Map<string, Promise<Buffer>>();
  readonly #counts = new CacheCounts();

  constructor(link: RedisLink) {
    this.#link = link;
  }

  async getOrCompute<Value>(key: string, keeping: Keeping<Value>, compute: () => Promise<Value>): Promise<Value> {
    const { name, tags } = keeping;
    const full = fullKey(key, keeping);
    const looked = await this.#look(full, tags).catch(() => null);
    if (looked === null) {
      this.#counts.count(name, 'errors');
      return this.#counts.timed(name, compute);
    }
    const kept = keeping.renew || looked.value === null ? null : opened(looked.value);
    this.#counts.count(name, kept ? 'hits' : 'misses');
    if (kept) return kept.value as Value;
    // Who reads other generations wants another value.
    const flight = `${full} ${looked.generations}`;
    const begun = keeping.renew ? undefined : this.#flights.get(flight);
    return decoded(await (begun ?? this.#begin(flight, full, looked.generations, keeping, compute))) as Value;
  }

  announce(tags: readonly string[]): void {
    this.#link.ask((client) => Promise.all(tags.map((tag) => announce(client, tagKey(tag))))).catch(() => {});
  }

  async invalidateTags(tags: readonly string[]): Promise<void> {
    await this.#tell((client) => Promise.all(tags.map((tag) => renew(client, tagKey(tag)))));
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
    const found = await this.#link.ask((client) => client.withTypeMapping(BYTES).mGet(keys));
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
    this.#flights.set(flight, bytes);
    const forget = (): void => {
      if (this.#flights.get(flight) === bytes) this.#flights.delete(flight);
    };
    flying.then(({ stored }) => stored).then(forget, forget);
    return bytes;
  }

  async #fly<Value>(
    full: string,
    generations: string,
    keeping: Keeping<Value>,
    compute: () => Promise<Value>,
  ): Promise<{ readonly bytes: Buffer; readonly stored: Promise<void> }> {
    const value = await this.#counts.timed(keeping.name, compute);
    const bytes = encoded(value);
    const milliseconds = generations.includes(CHANGING) ? 0 : Math.floor(lifeOf(value, keeping));
    const stored = milliseconds > 0 ? this.#store(full, generations, bytes, milliseconds) : Promise.resolve();
    return { bytes, stored: stored.catch(() => this.#counts.count(keeping.name, 'errors')) };
  }

  async #store(full: string, generations: string, bytes: Buffer, milliseconds: number): Promise<void> {
    const value = Buffer.concat([Buffer.from(generations, 'latin1'), bytes]);
    const expiration = { type: 'PX', value: milliseconds } as const;
    await this.#link.ask((client) => client.set(full, value, { expiration }));
  }
}

/** The value without its generations; null when it was made of others. */
function madeOf(stored: Buffer, generations: string): Buffer | null {
  const made = stored.toString('latin1', 0, generations.length);
  return made === generations ? stored.subarray(generations.length) : null;
}

/** Null when it cannot be read. */
function opened(bytes: Buffer): { readonly value: unknown } | null {
  try {
    return { value: decoded(bytes) };
  } catch {
    return null;
  }
}

const expiration = { type: 'EX', value: GENERATION_SECONDS } as const;

const aGeneration = (): string => randomBytes(GENERATION_BYTES).toString('base64url');

const renew = (client: Redis, key: string) => client.set(key, aGeneration(), { expiration });

const announce = (client: Redis, key: string) =>
  client.set(key, CHANGING + aGeneration().slice(1), { expiration: { type: 'EX', value: CHANGING_SECONDS } });

/** Gives a generation to what has none; the one that counts, as another may have been sooner. */
async function begin(client: Redis, key: string): Promise<string> {
  const made = aGeneration();
  return (await client.set(key, made, { expiration, condition: 'NX', GET: true })) ?? made;
}

const fullKey = (key: string, named: Named): string => `${PREFIX}${fullKeyOf(key, named)}`;

const ownKey = (full: string): string => `${full}#`;

const tagKey = (tag: string): string => `${PREFIX}tag:${tag}`;
