import { setTimeout as pause } from 'node:timers/promises';
import { connectionSettings, ListenedClient } from '#adapters/outbound/postgres/connect.ts';
import { translated } from '#adapters/outbound/postgres/postgres-errors.ts';
import { Refusal } from '#application/refusal.ts';
import type { Config } from './config.ts';
import type { Log } from './embedded-postgres/log.ts';
import type { Lifecycle } from './lifecycle.ts';

const PAUSE = 250;

/**
 * What a service does before it looks for its database, and a command does not: one that is configured and not there yet comes. One that refuses us
 * does not change its mind.
 * @param onAway called once when it is not there yet.
 */
export async function waitForDatabase(
  { databaseUrl }: Config,
  { ending }: Lifecycle,
  log: Log,
  onAway: () => Promise<void> = async () => {},
): Promise<void> {
  if (databaseUrl === undefined) return;
  for (let attempt = 1; !ending.aborted; attempt += 1) {
    try {
      return await reach(databaseUrl);
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
    // What stands between, such as a pooler, may take a connection that leads nowhere yet.
    await client.query('SELECT');
  } finally {
    client.end().catch(() => {});
  }
}

/** Also a host whose name is not known yet, as it is while a whole house starts. */
const isAway = (error: unknown): boolean =>
  translated(error) instanceof Refusal ||
  ['ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes((error as { code?: string }).code ?? '');
