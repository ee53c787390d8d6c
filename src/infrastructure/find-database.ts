import type { Config } from './config.ts';
import type { Log } from './embedded-postgres/log.ts';
import { openEmbeddedPostgres } from './embedded-postgres.ts';
import type { Lifecycle } from './lifecycle.ts';

/** Where the data are. */
export type DatabaseAddress = {
  /** For whoever migrates. */
  readonly ownerUrl: string;
  /** For everything else; in the embedded database by a role that may do less. */
  readonly url: string;
};

/** The configured database, or the embedded PostgreSQL, which is started here and stopped with the lifecycle. */
export async function findDatabase(
  { databaseUrl, dataDir }: Config,
  lifecycle: Lifecycle,
  log: Log,
): Promise<DatabaseAddress> {
  if (databaseUrl !== undefined) return { ownerUrl: databaseUrl, url: databaseUrl };
  const postgres = await openEmbeddedPostgres({ dataDir, log });
  lifecycle.started('embedded PostgreSQL', () => postgres.stop());
  return { ownerUrl: postgres.url, url: postgres.applicationUrl };
}
