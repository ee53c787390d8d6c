import { randomBytes } from 'node:crypto';
import type { Redis } from './open-redis.ts';

/** Generations in Redis: random texts of one length, under the keys of tags. Beside each tag that is announced stands who has announced it, and when. */

const BYTES = 12;
/** Longer than any value is kept. */
const SECONDS = 86_400;
/** What stands for a generation where there was never any. */
export const NEVER = '-'.repeat((BYTES / 3) * 4);

/** Begins the generation of what is about to change; no other one contains it. */
const CHANGING = '!';
const CHANGING_SECONDS = 60;

export const random = (): string => randomBytes(BYTES).toString('base64url');

const expiration = { type: 'EX', value: SECONDS } as const;

export const renew = (client: Redis, key: string) => client.set(key, random(), { expiration });

/** Gives a generation to what has none; the one that counts, as another may have been sooner. */
export async function begin(client: Redis, key: string): Promise<string> {
  const made = random();
  return (await client.set(key, made, { expiration, condition: 'NX', GET: true })) ?? made;
}

/** Whether something of which these are the generations is about to change. */
export const isChanging = (generations: string): boolean => generations.includes(CHANGING);

/** KEYS: of tags, each followed by that of its announcements. ARGV: a generation, the announcement. */
const ANNOUNCE = `
  local now = tonumber(redis.call('TIME')[1])
  for i = 1, #KEYS, 2 do
    redis.call('ZADD', KEYS[i + 1], now, ARGV[2])
    redis.call('EXPIRE', KEYS[i + 1], ${CHANGING_SECONDS})
    redis.call('SET', KEYS[i], '${CHANGING}' .. ARGV[1]:sub(2), 'EX', ${CHANGING_SECONDS})
  end`;

/** KEYS: as above. ARGV: a generation, the announcements that are over. Others go on until they are a minute old. */
const INVALIDATE = `
  local now = tonumber(redis.call('TIME')[1])
  for i = 1, #KEYS, 2 do
    for j = 2, #ARGV do redis.call('ZREM', KEYS[i + 1], ARGV[j]) end
    local newest = redis.call('ZRANGE', KEYS[i + 1], 0, 0, 'REV', 'WITHSCORES')[2]
    local left = newest and newest + ${CHANGING_SECONDS} - now or 0
    if left > 0 then
      redis.call('SET', KEYS[i], '${CHANGING}' .. ARGV[1]:sub(2), 'EX', left)
    else
      redis.call('SET', KEYS[i], ARGV[1], 'EX', ${SECONDS})
    end
  end`;

const withAnnouncements = (tags: readonly string[]): string[] => tags.flatMap((tag) => [tag, `${tag}!`]);

export const announce = (client: Redis, tags: readonly string[], announcement: string) =>
  client.eval(ANNOUNCE, { keys: withAnnouncements(tags), arguments: [random(), announcement] });

export const invalidate = (client: Redis, tags: readonly string[], announcements: readonly string[]) =>
  client.eval(INVALIDATE, { keys: withAnnouncements(tags), arguments: [random(), ...announcements] });
