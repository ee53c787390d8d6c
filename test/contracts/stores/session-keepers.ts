import { MemoryStore } from 'express-session';
import { CopiedSessions } from '#adapters/inbound/http/session/copied-sessions.ts';
import type { SessionKeeper } from '#adapters/inbound/http/session/hashed-session-store.ts';
import { PostgresSessionKeeper } from '#adapters/outbound/postgres/postgres-session-keeper.ts';
import { openRedis } from '#adapters/outbound/redis/open-redis.ts';
import { redisSessionKeeper } from '#adapters/outbound/redis/redis-session-keeper.ts';
import { testRedisUrl } from '#test/support/redis.ts';
import { ids, settle } from '../settlers.ts';
import { Wire } from '../wire.ts';
import { openPostgresStore } from './postgres-store.ts';

/** A place where sessions are kept, and what a suite does to it. */
export type Keeping = {
  readonly keeper: SessionKeeper;
  /** The id of somebody who can have a session. */
  aUser(): Promise<string>;
  /** Everything that is kept, as text. */
  everything(): Promise<string>;
  /** From now on nothing answers. */
  freeze(): void;
  thaw(): void;
  /** From now on everything fails at once. */
  breakDown(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
};

export type OpenKeeping = () => Promise<Keeping>;

export async function openMemoryKeeping(): Promise<Keeping> {
  const memory = new MemoryStore() as MemoryStore & { readonly sessions: object };
  let way: 'open' | 'frozen' | 'broken' = 'open';
  const through = (work: () => void, callback?: (error: unknown) => void): void => {
    if (way === 'open') work();
    if (way === 'broken') callback?.(new Error('broken'));
  };
  return {
    keeper: {
      get: (id, callback) => through(() => memory.get(id, callback), callback),
      set: (id, session, callback) => through(() => memory.set(id, session, callback), callback),
      destroy: (id, callback) => through(() => memory.destroy(id, callback), callback),
    },
    aUser: async () => ids.next(),
    everything: async () => JSON.stringify(memory.sessions),
    freeze: () => {
      way = 'frozen';
    },
    thaw: () => {
      way = 'open';
    },
    breakDown: async () => {
      way = 'broken';
    },
    mend: async () => {
      way = 'open';
    },
    close: async () => {},
  };
}

export async function openPostgresKeeping(): Promise<Keeping> {
  let wire: Wire | undefined;
  const store = await openPostgresStore({
    way: async (url) => {
      wire = await Wire.to(url);
      return wire.url;
    },
  });
  return {
    keeper: new PostgresSessionKeeper(store.pools),
    aUser: async () => (await settle(store)).user.id,
    async everything() {
      const { rows } = await store.sql.query(`SELECT encode(id_hash, 'hex') AS id, sessions::text FROM sessions`);
      return JSON.stringify(rows);
    },
    ...waysOf(wire!),
    async close() {
      await store.close();
      await wire?.unplug();
    },
  };
}

export async function openRedisKeeping(): Promise<Keeping> {
  const wire = await Wire.to(testRedisUrl());
  const [redis, direct] = [openRedis(wire.url, () => {}), openRedis(testRedisUrl(), () => {})];
  await Promise.all([redis.connect(), direct.connect()]);
  await direct.flushDb();
  return {
    keeper: redisSessionKeeper(redis),
    aUser: async () => ids.next(),
    async everything() {
      const keys = await direct.keys('*');
      return JSON.stringify([keys, keys.length > 0 ? await direct.mGet(keys) : []]);
    },
    ...waysOf(wire),
    async close() {
      for (const client of [redis, direct]) client.destroy();
      await wire.unplug();
    },
  };
}

export type CopiedKeeping = Keeping & {
  /** Where it is quick to read them. */
  readonly near: Keeping;
  /** Where they are safe. */
  readonly safe: Keeping;
};

export async function openCopiedKeeping(): Promise<CopiedKeeping> {
  const [near, safe] = [await openRedisKeeping(), await openPostgresKeeping()];
  const both = async <T>(work: (keeping: Keeping) => Promise<T>) => [await work(near), await work(safe)];
  return {
    keeper: new CopiedSessions(near.keeper, safe.keeper),
    near,
    safe,
    aUser: () => safe.aUser(),
    everything: async () => (await both((keeping) => keeping.everything())).join(),
    freeze() {
      for (const keeping of [near, safe]) keeping.freeze();
    },
    thaw() {
      for (const keeping of [near, safe]) keeping.thaw();
    },
    breakDown: async () => void (await both((keeping) => keeping.breakDown())),
    mend: async () => void (await both((keeping) => keeping.mend())),
    close: async () => void (await both((keeping) => keeping.close())),
  };
}

const waysOf = (wire: Wire) => ({
  freeze: () => wire.freeze(),
  thaw: () => wire.thaw(),
  breakDown: () => wire.unplug(),
  mend: () => wire.plugIn(),
});
