import type { Pool, PoolClient } from 'pg';
import type { Housekeeping } from '#application/ports/housekeeping.ts';
import { REPEATABLE_HOURS } from '#application/ports/repeatable.ts';
import { translated } from './postgres-errors.ts';

const BATCH = 1_000;
const LOCK = 'hashtext($$blotter housekeeping$$)';

/** What has expired, by table and the instant it expires. */
const EXPIRED = [
  { table: 'idempotency_keys', expired: `created_at <= $1::timestamptz - interval '${REPEATABLE_HOURS} hours'` },
  { table: 'access_tokens', expired: 'expires_at <= $1' },
  { table: 'sessions', expired: 'expires_at <= $1' },
] as const;

export class PostgresHousekeeping implements Housekeeping {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async purgeExpired(now: Date): Promise<number> {
    try {
      const client = await this.#pool.connect();
      try {
        return await purgeAlone(client, now);
      } finally {
        client.release();
      }
    } catch (error) {
      throw translated(error);
    }
  }
}

async function purgeAlone(client: PoolClient, now: Date): Promise<number> {
  const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS taken`);
  if (!rows[0]?.taken) return 0;
  try {
    let purged = 0;
    for (const { table, expired } of EXPIRED) purged += await purgeTable(client, table, expired, now);
    return purged;
  } finally {
    await client.query(`SELECT pg_advisory_unlock(${LOCK})`);
  }
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
