import { MemoryCache } from '#adapters/outbound/memory/memory-cache.ts';
import { type Membership, PostgresCacheTrust } from '#adapters/outbound/postgres/postgres-cache-trust.ts';
import { TrustedCache } from '#application/caching/trusted-cache.ts';
import type { Cache } from '#application/ports/cache.ts';
import type { Log } from './embedded-postgres/log.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { OpenedRedis } from './open-redis.ts';

export type CacheSettings = {
  /** Of the database. */
  readonly url: string;
  /** Where the processes on the database keep values together; undefined: this is the only one, and keeps them in its memory. */
  readonly redis: OpenedRedis | undefined;
  /** While its connection to the database was lost another process has taken its place: it must not go on. */
  readonly onReplaced: (error: Error) => void;
};

/** Opens the cache of a process that serves or works. @throws {PlaceTakenError} beside another one with which it cannot share. */
export async function openCache(
  { url, redis, onReplaced }: CacheSettings,
  lifecycle: Lifecycle,
  log: Log,
): Promise<Cache> {
  if (redis === undefined) {
    const memory = openMemory(lifecycle);
    const trust = await joined(url, 'sole', { lifecycle, log, onReplaced, onDoubt: () => memory.clear() });
    return new TrustedCache(memory, trust, { isOwn: true });
  }
  const { RedisCache } = await import('#adapters/outbound/redis/redis-cache.ts');
  const { link } = redis;
  const trust = await joined(url, 'shared', { lifecycle, log, onReplaced });
  link.whenDown(() => trust.reach(false));
  link.whenUp(() => trust.reach(true));
  return new TrustedCache(new RedisCache(link), trust, { isOwn: false });
}

/** The cache of a command: it keeps nothing, and who runs beside it is told of what it writes. */
export async function openVisitingCache(url: string, lifecycle: Lifecycle, log: Log): Promise<Cache> {
  const trust = await joined(url, 'visitor', { lifecycle, log, onReplaced: () => {} });
  return new TrustedCache(openMemory(lifecycle), trust, { isOwn: true });
}

function openMemory(lifecycle: Lifecycle): MemoryCache {
  const memory = new MemoryCache();
  lifecycle.started('cache in memory', async () => memory.close());
  return memory;
}

type Joining = {
  readonly lifecycle: Lifecycle;
  readonly log: Log;
  readonly onReplaced: (error: Error) => void;
  readonly onDoubt?: () => void;
};

async function joined(
  url: string,
  membership: Membership,
  { lifecycle, log, ...events }: Joining,
): Promise<PostgresCacheTrust> {
  const onError = (error: Error): void => log.warn({ reason: error.message }, 'lost a connection to PostgreSQL');
  const trust = new PostgresCacheTrust(url, membership, { ...events, onError });
  await trust.join();
  lifecycle.started('trust in the cache', () => trust.leave());
  return trust;
}
