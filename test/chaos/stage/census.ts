import type { Client } from 'pg';

/** The processes that hold their share of the census, or have it alone (see PostgresProcessCensus). */
export async function membersOfCensus(database: Client): Promise<{ pid: number; alone: boolean }[]> {
  const { rows } = await database.query<{ pid: number; alone: boolean }>(
    `SELECT pid, mode = 'ExclusiveLock' AS alone FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
     AND objid::bigint = (hashtext('blotter processes')::bigint & 4294967295)
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows;
}
