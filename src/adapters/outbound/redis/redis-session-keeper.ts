import { RedisStore } from 'connect-redis';
import type { Redis } from './open-redis.ts';

/** Keeps browser sessions in Redis, which forgets them by itself. Their life is not prolonged by use. */
export const redisSessionKeeper = (client: Redis): RedisStore =>
  new RedisStore({ client, prefix: 'blotter:session:', disableTouch: true });
