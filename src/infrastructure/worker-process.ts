import type { Queues } from '#application/ports/job-queue.ts';
import { composeContainer } from './container/compose.ts';
import { Opened, Port } from './container/tokens.ts';
import { findDatabase } from './find-database.ts';
import { Metrics } from './metrics.ts';
import { migrate } from './migrations.ts';
import { openMongo } from './mongo.ts';
import { openCache } from './open-cache.ts';
import { openDatabase } from './open-database.ts';
import { openMailer } from './open-mailer.ts';
import { openRedis } from './open-redis.ts';
import { openWork } from './open-work.ts';
import { fatal, type ProcessParts } from './run-process.ts';
import { serveMetrics } from './serve-metrics.ts';
import { waitForDatabase } from './wait-for-database.ts';
import { serverSecret, webSettings } from './web-settings.ts';

/** Starts a process for background work alone: it answers no requests. */
export const startWorker =
  (queues: Queues) =>
  async ({ config, lifecycle, log }: ProcessParts): Promise<void> => {
    const { host, metricsPort } = config;
    await waitForDatabase(config, lifecycle, log);
    const { ownerUrl, url } = await findDatabase(config, lifecycle, log);
    await migrate(ownerUrl, { log });
    const database = openDatabase(url, config.databasePoolSize, lifecycle, log);
    const redis = config.redisUrl === undefined ? undefined : await openRedis(config.redisUrl, lifecycle, log);
    const cache = await openCache({ url, redis, onReplaced: fatal(lifecycle, log) }, lifecycle, log);
    const mongo = openMongo(config, lifecycle);
    const mailer = openMailer(config);
    lifecycle.started('mailer', () => mailer.close());
    const container = composeContainer(database, cache);
    container.bind(Opened.mailer).toConstantValue(mailer);
    container.bind(Opened.web).toConstantValue(webSettings(config, await serverSecret(config)));
    const metrics = new Metrics(database.pools, container.get(Port.board), cache, () => {});
    if (metricsPort !== undefined) await serveMetrics(metrics, { host, port: metricsPort }, lifecycle);
    openWork(container, { url, mongo, queues, standsIn: false, onEnd: metrics.observeJob }, lifecycle, log);
    log.info({ queues }, 'the worker is ready');
  };
