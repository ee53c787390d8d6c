import { type OutageSize, redisOutage } from './redis-outage.ts';
import type { Stage } from './stage/stage.ts';

/** R5: Redis stops answering without closing a connection (SIGSTOP), and goes on later with what it had. */
export const frozenRedis = (stage: Stage, size: OutageSize): Promise<void> =>
  redisOutage(stage, size, { begin: (redis) => redis.freeze(true), end: (redis) => redis.freeze(false) });
