import { PurgeExpired } from '#application/upkeep/purge-expired.ts';
import { composeContainer } from './container/compose.ts';
import { Opened } from './container/tokens.ts';
import { findDatabase } from './find-database.ts';
import { keepHouse } from './housekeeping.ts';
import { migrate } from './migrations.ts';
import { openDatabase } from './open-database.ts';
import type { ProcessParts } from './run-process.ts';

/** Starts a process for background work alone: it answers no requests. */
export async function startWorker({ config, lifecycle, log }: ProcessParts): Promise<void> {
  const url = await findDatabase(config, lifecycle, log);
  await migrate(url, { log });
  const { pools } = await openDatabase(url, config.databasePoolSize, lifecycle, log);
  const container = composeContainer();
  container.bind(Opened.pools).toConstantValue(pools);
  keepHouse(container.get(PurgeExpired), lifecycle, log);
  log.info('the worker is ready');
}
