import type { Client as PgClient } from 'pg';
import { Blotter } from './blotter.ts';
import { membersOf } from './place.ts';
import { Postgres, session } from './postgres.ts';
import { Redis } from './redis.ts';
import type { Stage } from './stage.ts';
import { TcpProxy } from './tcp-proxy.ts';
import { until } from './wait.ts';

export type Two<T> = readonly [T, T];

/** Two processes on one database that share a Redis. */
export type Pair = {
  readonly blotters: Two<Blotter>;
  readonly postgres: Postgres;
  readonly database: PgClient;
  readonly redis: Redis;
  /** Of each to Redis. */
  readonly ways: Two<TcpProxy>;
};

/** @param byWays each goes to Redis by a way of its own; or else both go straight there, which costs the stage less. */
export async function aPair(stage: Stage, { byWays = false }: { byWays?: boolean } = {}): Promise<Pair> {
  const [postgres, redis] = await Promise.all([Postgres.external(stage), Redis.start(stage)]);
  const url = await postgres.url();
  const aWay = () => TcpProxy.start(stage, { target: redis.port, fault: () => 'pass' });
  const ways = [await aWay(), await aWay()] as const;
  const start = ({ port }: { port: number }) =>
    Blotter.beside(stage, url, { REDIS_URL: `redis://127.0.0.1:${port}`, LOG_LEVEL: 'warn' });
  const [one, other] = byWays ? ways : [redis, redis];
  const blotters = [await start(one), await start(other)] as const;
  const database = await session(url);
  stage.atEnd(() => database[Symbol.asyncDispose]());
  await bothBelieve({ blotters, database });
  return { blotters, postgres, database, redis, ways };
}

/** Waits until both reach their Redis and believe what it keeps, and returns how long that took, in milliseconds. */
export async function bothBelieve({ blotters, database }: Pick<Pair, 'blotters' | 'database'>): Promise<number> {
  const start = performance.now();
  await Promise.all(blotters.map((blotter) => blotter.ready()));
  await until('both processes believe their cache', async () => {
    const members = await membersOf(database);
    return members.length === 2 && members.every(({ believes }) => believes);
  });
  return performance.now() - start;
}
