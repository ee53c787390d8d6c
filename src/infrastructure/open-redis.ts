import type { Redis } from '#adapters/outbound/redis/open-redis.ts';
import type { RedisLink } from '#adapters/outbound/redis/redis-link.ts';
import type { Log } from './embedded-postgres/log.ts';
import type { Lifecycle } from './lifecycle.ts';

export type OpenedRedis = { readonly client: Redis; readonly link: RedisLink };

/** Not waited for: without Redis a process serves too, and /readyz says what is missing. The client is loaded only where it is used: it costs a start 40 ms. */
export async function openRedis(url: string, lifecycle: Lifecycle, log: Log): Promise<OpenedRedis> {
  const [redis, { RedisLink }] = await Promise.all([
    import('#adapters/outbound/redis/open-redis.ts'),
    import('#adapters/outbound/redis/redis-link.ts'),
  ]);
  const client = redis.openRedis(url, (error) => log.warn({ reason: error.message }, 'Redis does not answer'));
  const link = new RedisLink(client);
  client.connect().catch((error: Error) => log.warn({ reason: error.message }, 'cannot connect to Redis'));
  lifecycle.started('Redis', async () => {
    link.close();
    client.destroy();
  });
  return { client, link };
}
