import { RelayOutbox } from '#application/outbox/relay-outbox.ts';
import { PurgeExpired } from '#application/upkeep/purge-expired.ts';
import { composeContainer } from './container/compose.ts';
import { Opened } from './container/tokens.ts';
import { findDatabase } from './find-database.ts';
import { keepHouse } from './housekeeping.ts';
import { migrate } from './migrations.ts';
import { openCache } from './open-cache.ts';
import { openDatabase } from './open-database.ts';
import { openMailer } from './open-mailer.ts';
import { openRedis } from './open-redis.ts';
import { relayOutbox } from './relay.ts';
import { fatal, type ProcessParts } from './run-process.ts';
import { serverSecret, webSettings } from './web-settings.ts';

/** Starts a process for background work alone: it answers no requests. */
export async function startWorker({ config, lifecycle, log }: ProcessParts): Promise<void> {
  const { ownerUrl, url } = await findDatabase(config, lifecycle, log);
  await migrate(ownerUrl, { log });
  const database = openDatabase(url, config.databasePoolSize, lifecycle, log);
  const redis = config.redisUrl === undefined ? undefined : await openRedis(config.redisUrl, lifecycle, log);
  const cache = await openCache({ url, redis, onReplaced: fatal(lifecycle, log) }, lifecycle, log);
  const mailer = openMailer(config);
  lifecycle.started('mailer', () => mailer.close());
  const container = composeContainer(database, cache);
  container.bind(Opened.mailer).toConstantValue(mailer);
  container.bind(Opened.web).toConstantValue(webSettings(config, await serverSecret(config)));
  relayOutbox(container.get(RelayOutbox), lifecycle, log);
  keepHouse(container.get(PurgeExpired), lifecycle, log);
  log.info('the worker is ready');
}
