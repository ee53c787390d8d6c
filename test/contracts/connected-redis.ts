import { openRedis, type Redis } from '#adapters/outbound/redis/open-redis.ts';

/** A client that is connected. */
export async function connectedRedis(url: string): Promise<Redis> {
  const client = openRedis(url, () => {});
  await client.connect();
  return client;
}
