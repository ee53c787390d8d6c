import type { Client } from 'pg';

/** First half of these advisory lock keys: "Blot" as a number. They live in the database `blotter` of the embedded cluster. */
const family = 0x426c6f74;
const clusterKey = 1;
const serverKey = 2;

/** Held shared by every process that uses the cluster. Waits while somebody is stopping it, which mostly ends this connection. */
export async function useCluster(client: Client): Promise<void> {
  await client.query('SELECT pg_advisory_lock_shared($1, $2)', [family, clusterKey]);
}

/** True when nobody uses the cluster; newcomers then wait until this connection ends. */
export async function closeCluster(client: Client): Promise<boolean> {
  return await tryLock(client, clusterKey);
}

/** The lock of the one server of a data folder. */
export async function becomeServer(client: Client): Promise<boolean> {
  return await tryLock(client, serverKey);
}

/** The pid of the process that is the server, told by its live connection (a pid file could be stale). See `connect`. */
export async function serverPid(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
     WHERE locktype = 'advisory' AND classid = $1 AND objid = $2 AND objsubid = 2 AND granted AND datname = current_database()`,
    [family, serverKey],
  );
  const pid = /pid=(\d+)/.exec(rows[0]?.name ?? '')?.[1];
  return pid === undefined ? undefined : Number(pid);
}

async function tryLock(client: Client, key: number): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS got', [family, key]);
  return rows[0]?.got === true;
}
