import type { Pool, PoolClient } from 'pg';
import { FAILED_DAYS, type Housekeeping, RESULT_DAYS } from '#application/ports/housekeeping.ts';
import { REPEATABLE_HOURS } from '#application/ports/repeatable.ts';
import { purgeImports } from './imports/purge-imports.ts';
import { translated } from './postgres-errors.ts';

const BATCH = 1_000;
const LOCK = 'hashtext($$blotter housekeeping$$)';

/** What has expired, by table and the instant it expires. */
const EXPIRED = [
  { table: 'idempotency_keys', expired: `created_at <= $1::timestamptz - interval '${REPEATABLE_HOURS} hours'` },
  { table: 'access_tokens', expired: 'expires_at <= $1' },
  { table: 'sessions', expired: 'expires_at <= $1' },
  { table: 'browser_sessions', expired: 'expires_at <= $1' },
  {
    table: 'jobs',
    expired: `finished_at <= $1::timestamptz - interval '${RESULT_DAYS} days'
      AND (state <> 'failed' OR finished_at <= $1::timestamptz - interval '${FAILED_DAYS} days')`,
  },
  { table: 'workers', expired: `beat_at <= $1::timestamptz - interval '1 hour'` },
] as const;

export class PostgresHousekeeping implements Housekeeping {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async purgeExpired(now: Date): Promise<number> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw translated(error);
    });
    // The pool does not listen to a client that it has lent: unheard, a broken connection would end the process. Its statement says it too.
    client.on('error', unheard);
    let failed = false;
    try {
      return await purgeAlone(client, now);
    } catch (error) {
      failed = true;
      throw translated(error);
    } finally {
      client.off('error', unheard);
      // A connection on which something failed is closed, and its lock goes with it.
      client.release(failed);
    }
  }
}

const unheard = (): void => {};

async function purgeAlone(client: PoolClient, now: Date): Promise<number> {
  const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS taken`);
  if (!rows[0]?.taken) return 0;
  let purged = 0;
  for (const { table, expired } of EXPIRED) purged += await purgeTable(client, table, expired, now);
  purged += await purgeImports(client, now);
  await client.query(`SELECT pg_advisory_unlock(${LOCK})`);
  return purged;
}

async function purgeTable(client: PoolClient, table: string, expired: string, now: Date): Promise<number> {
  const batch = `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${expired} LIMIT ${BATCH}))`;
  let purged = 0;
  for (;;) {
    const { rowCount } = await client.query(batch, [now]);
    purged += rowCount ?? 0;
    if ((rowCount ?? 0) < BATCH) return purged;
  }
}
