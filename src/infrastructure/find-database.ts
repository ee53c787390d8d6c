import { setTimeout as pause } from 'node:timers/promises';
import { connectionSettings, ListenedClient } from '#adapters/outbound/postgres/connect.ts';
import { translated } from '#adapters/outbound/postgres/postgres-errors.ts';
import { Refusal } from '#application/refusal.ts';
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

const PAUSE = 250;

/**
 * The configured database, which is waited for, or the embedded PostgreSQL, which is started here and stopped with the lifecycle.
 * @param onAway called once when the configured database is not there yet.
 */
export async function findDatabase(
  { databaseUrl, dataDir }: Config,
  lifecycle: Lifecycle,
  log: Log,
  onAway: () => Promise<void> = async () => {},
): Promise<DatabaseAddress> {
  if (databaseUrl !== undefined) {
    await waitFor(databaseUrl, lifecycle.ending, log, onAway);
    return { ownerUrl: databaseUrl, url: databaseUrl };
  }
  const postgres = await openEmbeddedPostgres({ dataDir, log });
  lifecycle.started('embedded PostgreSQL', () => postgres.stop());
  return { ownerUrl: postgres.url, url: postgres.applicationUrl };
}

/** A database that is not there yet comes; one that refuses us does not change its mind. */
async function waitFor(url: string, ending: AbortSignal, log: Log, onAway: () => Promise<void>): Promise<void> {
  for (let attempt = 1; !ending.aborted; attempt += 1) {
    try {
      return await reach(url);
    } catch (error) {
      if (!isAway(error)) throw error;
      if (attempt === 1) {
        log.warn({ reason: (error as Error).message }, 'the database does not answer, waiting for it');
        await onAway();
      }
    }
    await pause(PAUSE, undefined, { signal: ending }).catch(() => {});
  }
}

async function reach(url: string): Promise<void> {
  const client = new ListenedClient(connectionSettings(url));
  try {
    await client.connect();
    await client.query('SELECT');
  } finally {
    client.end().catch(() => {});
  }
}

/** Also a host whose name is not known yet, as it is while a whole house starts. */
const isAway = (error: unknown): boolean =>
  translated(error) instanceof Refusal ||
  ['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes((error as { code?: string }).code ?? '');
