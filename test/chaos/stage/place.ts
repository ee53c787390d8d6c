import type { Client } from 'pg';

/** The processes that have their place on the database, and that believe what the cache keeps (see PostgresCacheTrust). */
export async function membersOf(database: Client): Promise<{ pid: number; believes: boolean }[]> {
  const { rows } = await database.query<{ pid: number; believes: boolean }>(
    `SELECT pid, bool_or(objid::bigint = (hashtext('blotter belief')::bigint & 4294967295)) AS believes
     FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
     GROUP BY pid HAVING bool_or(objid::bigint = (hashtext('blotter place')::bigint & 4294967295))`,
  );
  return rows;
}

/** Whether a process waits for its place, which another one keeps. */
export async function isAnyoneWaiting(database: Client): Promise<boolean> {
  const { rows } = await database.query(
    `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND NOT granted
     AND objid::bigint = (hashtext('blotter place')::bigint & 4294967295)
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.length > 0;
}
