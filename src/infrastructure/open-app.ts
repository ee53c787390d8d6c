import type { Express } from 'express';
import type { Store } from 'express-session';
import type { Logger } from 'pino';
import { HashedSessionStore } from '#adapters/inbound/http/session/hashed-session-store.ts';
import type { ReadinessCheck } from '#adapters/inbound/http/system/health-routes.ts';
import { PostgresSessionKeeper } from '#adapters/outbound/postgres/postgres-session-keeper.ts';
import { PurgeExpired } from '#application/upkeep/purge-expired.ts';
import type { Config } from './config.ts';
import { composeContainer } from './container/compose.ts';
import { App, Opened } from './container/tokens.ts';
import type { Lifecycle } from './lifecycle.ts';
import { requestLog } from './logging.ts';
import { Metrics } from './metrics.ts';
import { assertMigrated, migrate } from './migrations.ts';
import { type Database, openDatabase } from './open-database.ts';
import { version } from './version.ts';

export type OpenedApp = {
  readonly app: Express;
  readonly metrics: Metrics;
  readonly purgeExpired: PurgeExpired;
};

/** The database's own limits are the sharper ones; a lost connection may have to be made again. */
const DATABASE_PATIENCE = 5_000;

type Settings = Pick<Config, 'databasePoolSize' | 'publicUrl' | 'redisUrl' | 'trustProxy'>;

/** Everything behind the socket: a migrated database, sessions, use cases and routes. It closes with the lifecycle. */
export async function openApp(
  settings: Settings,
  { url, secret }: { url: string; secret: string },
  lifecycle: Lifecycle,
  log: Logger,
): Promise<OpenedApp> {
  await migrate(url, { log });
  const database = await openDatabase(url, settings.databasePoolSize, lifecycle, log);
  const sessions = await openSessions(settings, database, lifecycle, log);
  const { pools, transactions, principals } = database;
  const metrics = new Metrics(pools);
  const container = composeContainer();
  container.bind(Opened.pools).toConstantValue(pools);
  container.bind(Opened.transactions).toConstantValue(transactions);
  container.bind(Opened.principals).toConstantValue(principals);
  container.bind(Opened.metrics).toConstantValue(metrics);
  container.bind(Opened.requestLog).toConstantValue(requestLog(log, metrics.observe));
  container.bind(Opened.sessionStore).toConstantValue(sessions.store);
  container
    .bind(Opened.readiness)
    .toConstantValue([databaseCheck(database), stoppingCheck(lifecycle), ...sessions.checks]);
  container.bind(Opened.web).toConstantValue({
    publicOrigin: settings.publicUrl?.origin ?? null,
    https: settings.publicUrl?.protocol === 'https:',
    trustProxy: settings.trustProxy,
    secret,
    version,
  });
  return { app: container.get(App), metrics, purgeExpired: container.get(PurgeExpired) };
}

async function openSessions(
  { redisUrl }: Settings,
  { pools }: Database,
  lifecycle: Lifecycle,
  log: Logger,
): Promise<{ store: Store; checks: readonly ReadinessCheck[] }> {
  if (redisUrl === undefined)
    return { store: new HashedSessionStore(new PostgresSessionKeeper(pools), DATABASE_PATIENCE), checks: [] };
  // Loaded only where it is used: the client costs a start 40 ms.
  const [{ openRedis }, { redisSessionKeeper }] = await Promise.all([
    import('#adapters/outbound/redis/open-redis.ts'),
    import('#adapters/outbound/redis/redis-session-keeper.ts'),
  ]);
  const redis = openRedis(redisUrl, (error) => log.warn({ reason: error.message }, 'Redis does not answer'));
  // Not waited for: without Redis the process serves bearer tokens, and /readyz says what is missing.
  redis.connect().catch((error: Error) => log.error({ reason: error.message }, 'cannot connect to Redis'));
  lifecycle.started('Redis', async () => redis.destroy());
  const check = async (): Promise<void> => {
    await redis.ping();
  };
  return { store: new HashedSessionStore(redisSessionKeeper(redis)), checks: [{ part: 'redis', check }] };
}

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
