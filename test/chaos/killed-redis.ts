import { type OutageSize, redisOutage } from './redis-outage.ts';
import type { Stage } from './stage/stage.ts';

/** R4: kill -9 of Redis; it comes back empty. */
export const killedRedis = (stage: Stage, size: OutageSize): Promise<void> =>
  redisOutage(stage, size, { begin: (redis) => redis.kill(), end: (redis) => redis.start() });
