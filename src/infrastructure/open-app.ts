import type { Express } from 'express';
import type { Store } from 'express-session';
import type { Logger } from 'pino';
import { CopiedSessions } from '#adapters/inbound/http/session/copied-sessions.ts';
import { HashedSessionStore, type SessionKeeper } from '#adapters/inbound/http/session/hashed-session-store.ts';
import type { ReadinessCheck } from '#adapters/inbound/http/system/health-routes.ts';
import { MemoryRateLimiter } from '#adapters/outbound/memory/memory-rate-limiter.ts';
import { UnlimitedRateLimiter } from '#adapters/outbound/memory/unlimited-rate-limiter.ts';
import { PostgresSessionKeeper } from '#adapters/outbound/postgres/postgres-session-keeper.ts';
import type { Mailer } from '#application/ports/mailer.ts';
import type { RateLimiter } from '#application/ports/rate-limiter.ts';
import type { UserQueries } from '#application/ports/user-queries.ts';
import type { Config } from './config.ts';
import { type Composed, composeContainer } from './container/compose.ts';
import { App, Opened, Port } from './container/tokens.ts';
import type { DatabaseAddress } from './find-database.ts';
import { GatheredRequestLog } from './gathered-request-log.ts';
import { hearOfJobs } from './hear-of-jobs.ts';
import type { Lifecycle } from './lifecycle.ts';
import { Metrics } from './metrics.ts';
import { assertMigrated, migrate, UnfitDatabaseError } from './migrations.ts';
import { type Mongo, openMongo } from './mongo.ts';
import { openCache } from './open-cache.ts';
import { type Database, openDatabase } from './open-database.ts';
import { type OpenedRedis, openRedis } from './open-redis.ts';
import { webSettings } from './web-settings.ts';

export type OpenedApp = {
  readonly app: Express;
  /** With everything that the process has, for what else it does. */
  readonly container: Composed;
  readonly metrics: Metrics;
  readonly mongo: Mongo | undefined;
  readonly requests: GatheredRequestLog;
  readonly users: UserQueries;
};

/** The database's own limits are the sharper ones; a lost connection may have to be made again. */
const DATABASE_PATIENCE = 5_000;

type Settings = Pick<
  Config,
  | 'corsOrigins'
  | 'databasePoolSize'
  | 'mongoUrl'
  | 'port'
  | 'publicUrl'
  | 'rateLimits'
  | 'redisUrl'
  | 'registration'
  | 'trustProxy'
>;

/** Found or made before the app: where the data are, what signs, and what carries mails. */
export type Means = {
  readonly database: DatabaseAddress;
  readonly secret: string;
  readonly mailer: Mailer;
  /** How many milliseconds POST /imports waits for its file to be read; default: 10 s. */
  readonly importPatience?: number | undefined;
  /** Another process has taken the place of this one, which must not go on. */
  readonly onReplaced: (error: Error) => void;
};

/** Everything behind the socket: a migrated database, sessions, use cases and routes. It closes with the lifecycle. */
export async function openApp(
  settings: Settings,
  { database: { ownerUrl, url }, secret, mailer, onReplaced, importPatience }: Means,
  lifecycle: Lifecycle,
  log: Logger,
): Promise<OpenedApp> {
  await migrate(ownerUrl, { log });
  lifecycle.started('mailer', () => mailer.close());
  const database = openDatabase(url, settings.databasePoolSize, lifecycle, log);
  const mongo = openMongo(settings, lifecycle);
  const { redisUrl } = settings;
  const redis = redisUrl === undefined ? undefined : await openRedis(redisUrl, lifecycle, log);
  const shared = await openShared(redis, database);
  const cache = await openCache({ url, redis, onReplaced }, lifecycle, log);
  const container = composeContainer(database, cache);
  const metrics = new Metrics(database.pools, container.get(Port.board), cache, () => requests.flush());
  const requests = new GatheredRequestLog(log, (line) => {
    database.traffic.count();
    metrics.observe(line);
  });
  lifecycle.started('request log', async () => requests.flush());
  const jobChanges = hearOfJobs(url, container.get(Port.board), metrics.observeFailure, lifecycle, log);
  container.bind(Opened.jobChanges).toConstantValue(jobChanges);
  container.bind(Opened.ending).toConstantValue(lifecycle.ending);
  container.bind(Opened.mailer).toConstantValue(mailer);
  container.bind(Opened.metrics).toConstantValue(metrics);
  container.bind(Opened.requestLog).toConstantValue(requests);
  container.bind(Opened.sessionStore).toConstantValue(shared.store);
  container.bind(Opened.limiter).toConstantValue(settings.rateLimits ? shared.limiter : new UnlimitedRateLimiter());
  container
    .bind(Opened.ownLimiter)
    .toConstantValue(settings.rateLimits ? new MemoryRateLimiter() : new UnlimitedRateLimiter());
  container
    .bind(Opened.readiness)
    .toConstantValue([
      discreet(databaseCheck(database), log),
      stoppingCheck(lifecycle),
      ...(mongo ? [discreet({ part: 'mongodb', check: () => mongo.ping() }, log)] : []),
      ...shared.checks.map((check) => discreet(check, log)),
    ]);
  container.bind(Opened.web).toConstantValue(webSettings(settings, secret, importPatience));
  return {
    app: container.get(App),
    container,
    metrics,
    mongo,
    requests,
    users: container.get(Port.users),
  };
}

/** What the processes of one Blotter share: in Redis where there is one. */
type Shared = {
  readonly store: Store;
  readonly limiter: RateLimiter;
  readonly checks: readonly ReadinessCheck[];
};

async function openShared(redis: OpenedRedis | undefined, { pools }: Database): Promise<Shared> {
  const safe = new PostgresSessionKeeper(pools);
  const storeOf = (keeper: SessionKeeper): Store => new HashedSessionStore(keeper, DATABASE_PATIENCE);
  if (redis === undefined) return { store: storeOf(safe), limiter: new MemoryRateLimiter(), checks: [] };
  const { client } = redis;
  const [{ redisSessionKeeper }, { RedisRateLimiter }] = await Promise.all([
    import('#adapters/outbound/redis/redis-session-keeper.ts'),
    import('#adapters/outbound/redis/redis-rate-limiter.ts'),
  ]);
  const check = async (): Promise<void> => {
    await client.ping();
  };
  return {
    store: storeOf(new CopiedSessions(redisSessionKeeper(client), safe)),
    limiter: new RedisRateLimiter(client, new MemoryRateLimiter()),
    checks: [{ part: 'redis', check }],
  };
}

/** Anybody may ask whether a part is ready: what a driver says of hosts and users is for the log. */
const discreet = ({ part, check }: ReadinessCheck, log: Logger): ReadinessCheck => ({
  part,
  check: () =>
    check().catch((error: Error) => {
      if (error instanceof UnfitDatabaseError) throw error;
      log.warn({ part, reason: error.message }, 'a part is not ready');
      throw new Error('does not answer');
    }),
});

const databaseCheck = ({ pools }: Database): ReadinessCheck => ({
  part: 'database',
  check: () => assertMigrated(pools.lookups),
});

const stoppingCheck = (lifecycle: Lifecycle): ReadinessCheck => ({
  part: 'process',
  check: async () => {
    if (lifecycle.stopping) throw new Error('this process is stopping');
  },
});
