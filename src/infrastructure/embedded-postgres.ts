import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeDataFolder, secretFromDataFolder } from './data-folder.ts';
import { ensureApplicationRole } from './embedded-postgres/application-role.ts';
import { applicationUrl, connect } from './embedded-postgres/connect.ts';
import { createCluster } from './embedded-postgres/create-cluster.ts';
import { LastingSession } from './embedded-postgres/lasting-session.ts';
import { closeCluster, useCluster } from './embedded-postgres/locks.ts';
import type { Log } from './embedded-postgres/log.ts';
import { findPostmaster } from './embedded-postgres/postmaster.ts';
import { type ClusterToStart, type StartedCluster, startCluster } from './embedded-postgres/start-cluster.ts';
import { stopCluster } from './embedded-postgres/stop-cluster.ts';

export type EmbeddedPostgres = {
  /** Of the database `blotter`, for its owner, who migrates it; stays the same while this is open. */
  readonly url: string;
  /** The same for the application, which changes rows and no tables, and adds to the audit log without changing it. */
  readonly applicationUrl: string;
  /** True when the server ran already: left by a killed Blotter, or started by another one. */
  readonly adopted: boolean;
  /** Ends our use, and the server too when nobody else uses it. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresOptions = {
  readonly dataDir: string;
  readonly log: Log;
  /** More PostgreSQL settings, `name=value`. */
  readonly settings?: readonly string[];
};

const attempts = 5;
const patienceMs = 5_000;
const pauseMs = 20;

/**
 * Blotter's own PostgreSQL 18 in the data folder: makes the cluster on the first start, starts the server or goes on with one
 * that runs, and keeps it running while open (a server that dies is started again on the same port).
 *
 * Any number of processes may have it open, the server and short commands alike; the last one to call `stop` stops PostgreSQL.
 * Throws one sentence, or the end of PostgreSQL's log, when there is no way.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const dataDir = await makeDataFolder(options.dataDir);
  const password = await secretFromDataFolder(dataDir, 'postgres-password');
  const directory = join(dataDir, 'postgres');
  const { settings = [] } = options;
  const cluster = { directory, password, settings, logFile: join(dataDir, 'postgres.log'), log };
  if (await createCluster(cluster)) log.info({ directory }, 'made the embedded database');
  const hasRole = await ensureApplicationRole(cluster);
  if (!hasRole) log.warn({ directory }, 'the application works as the owner of the database until a later start');
  const { url, port, adopted, client } = await enter(cluster);
  log.info({ port, adopted }, 'embedded PostgreSQL is ready');
  const session = new LastingSession(client, {
    async reopen(signal) {
      log.warn({ port }, 'lost the embedded PostgreSQL, bringing it back');
      return (await enter({ ...cluster, port, signal })).client;
    },
  });
  return {
    url,
    applicationUrl: hasRole ? applicationUrl(port, password) : url,
    adopted,
    async stop() {
      await session.close();
      await stopIfUnused(directory, url);
    },
  };
}

/**
 * Starts or finds the server and announces our use of it. The last user may be stopping it just then; it is started again after
 * that. Who stops it holds the lock until the shutdown ends his connection, and ours may get the lock then for the moment it has
 * left: so only a lock file that still says "ready" after we have the lock proves that nobody is stopping.
 */
async function enter(cluster: ClusterToStart): Promise<StartedCluster> {
  for (let attempt = 1; ; attempt += 1) {
    const started = await startCluster(cluster);
    let reason: unknown;
    try {
      await useCluster(started.client);
      const found = await findPostmaster(cluster.directory);
      if (found.state === 'ready' && found.pid === started.pid) return started;
    } catch (error) {
      reason = error;
    }
    await started.client.end();
    if (attempt === attempts) throw new Error('PostgreSQL is stopped by others again and again.', { cause: reason });
  }
}

/**
 * Waits for a server that recovers after a crash, as nobody else may be there to stop it later. A connection that is ended in the
 * middle means that another one is stopping it already.
 */
async function stopIfUnused(directory: string, url: string): Promise<void> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(pauseMs)) {
    const { state } = await findPostmaster(directory);
    if (state === 'none' || state === 'stale') return;
    const client = state === 'ready' ? await connect(url).catch(() => undefined) : undefined;
    if (client === undefined) continue;
    try {
      if (await closeCluster(client).catch(() => false)) await stopCluster(directory);
      return;
    } finally {
      await client.end();
    }
  }
}
