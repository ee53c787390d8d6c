import type { Config } from './config.ts';
import type { Log } from './embedded-postgres/log.ts';
import { openEmbeddedPostgres } from './embedded-postgres.ts';
import type { Lifecycle } from './lifecycle.ts';

/** The URL of the database: the configured one, or that of the embedded PostgreSQL, which is started here and stopped with the lifecycle. */
export async function findDatabase({ databaseUrl, dataDir }: Config, lifecycle: Lifecycle, log: Log): Promise<string> {
  if (databaseUrl !== undefined) return databaseUrl;
  const postgres = await openEmbeddedPostgres({ dataDir, log });
  lifecycle.started('embedded PostgreSQL', () => postgres.stop());
  return postgres.url;
}
