import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { postgresBinaries } from './binaries.ts';
import { clusterUrl, connect } from './connect.ts';
import { launcherFor } from './launcher.ts';
import type { Log } from './log.ts';
import { openLogFile, readSince } from './log-file.ts';
import { findPostmaster } from './postmaster.ts';

export type ClusterToStart = {
  /** Absolute and without symbolic links. */
  readonly directory: string;
  readonly password: string;
  readonly logFile: string;
  readonly log: Log;
  /** Default: any free one. A running server keeps its own. */
  readonly port?: number;
  /** More settings as `name=value`, which win over ours; a running server keeps its own. */
  readonly settings?: readonly string[];
  /** Ends the waiting, and a server that we started and that takes no connections yet. */
  readonly signal?: AbortSignal;
};

export type StartedCluster = {
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  /** True when the server ran already, or another process started it at the same moment. */
  readonly adopted: boolean;
  /** The connection that proved it ready; the caller's from now on, to use or to end. */
  readonly client: Client;
};

const patienceMs = 60_000;
const retriesMs = 15_000;
const pauseMs = 10;

/**
 * Settings are arguments, not edits of postgresql.conf, so that a new version of Blotter changes them by being started.
 * No Unix socket, as its path may be too long for one. Errors of statements stay out of the log: they reach Blotter, which
 * reports them without the values they carry. A killed Blotter's running statement ends within 2 s and frees its locks.
 */
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=128MB',
  'jit=off',
  'timezone=UTC',
  'log_timezone=UTC',
  'logging_collector=off',
  'log_checkpoints=off',
  'log_min_messages=log',
  'log_error_verbosity=terse',
  'client_connection_check_interval=2s',
];

/** Failures of a start that pass by themselves: backends of a killed postmaster that still end, a lost race, a port just taken. */
const passingFailure = /is still in use|lock file .* (already exists|is empty)|could not (bind|create any TCP)/;

/** Refusals that waiting does not cure: a wrong password, no such database, no entry for us in pg_hba.conf. */
const hopeless = new Set(['28P01', '28000', '3D000']);

/**
 * Brings the server of a cluster up, or finds the one that runs, and waits until it really takes a connection.
 *
 * The server is a process group of its own with a file for its output: neither Ctrl-C in our terminal nor our death by kill -9
 * touches it. A running one that recovers or stops is waited for (60 s in all).
 * Throws with the end of the server's log when it does not come up.
 */
export async function startCluster(cluster: ClusterToStart): Promise<StartedCluster> {
  const { directory, password } = cluster;
  const deadline = Date.now() + patienceMs;
  let retryUntil = 0;
  let attempt: Attempt | undefined;
  let lastRefusal: unknown;
  while (Date.now() < deadline) {
    if (cluster.signal?.aborted) {
      await giveUp(attempt);
      cluster.signal.throwIfAborted();
    }
    const found = await findPostmaster(directory);
    if (found.state === 'ready') {
      const url = clusterUrl(found.port, password);
      try {
        const client = await connect(url);
        return { url, pid: found.pid, port: found.port, adopted: found.pid !== attempt?.pid, client };
      } catch (error) {
        lastRefusal = error;
        if (hopeless.has((error as { code?: string }).code ?? '')) throw refused(directory, error);
      }
    } else if (found.state !== 'starting' && attempt?.running !== true) {
      if (attempt !== undefined) {
        const { passing, report } = await attempt.ended;
        retryUntil ||= Date.now() + retriesMs;
        if (!passing || Date.now() > retryUntil) throw new Error(`PostgreSQL did not start: ${report}`);
        await sleep(pauseMs * 10);
      }
      attempt = await launch(cluster, found.state === 'stale' ? found.pid : undefined);
    }
    await sleep(pauseMs);
  }
  throw new Error(
    `PostgreSQL in ${directory} takes no connections after ${patienceMs / 1000} s; its log is ${cluster.logFile}.`,
    {
      cause: lastRefusal,
    },
  );
}

type Attempt = { readonly pid: number | undefined; readonly ended: Promise<Ending>; running: boolean };
type Ending = { readonly passing: boolean; readonly report: string };

/** @param stalePid what postmaster.pid names although it is no server of this cluster. */
async function launch(cluster: ClusterToStart, stalePid: number | undefined): Promise<Attempt> {
  const binaries = await postgresBinaries();
  const launcher = await launcherFor(cluster.directory, binaries, cluster.log);
  const port = cluster.port ?? (await freePort());
  const all = [...settings, `port=${port}`, ...(cluster.settings ?? [])].flatMap((setting) => ['-c', setting]);
  const { file, args, options } = launcher.command(binaries.postgres, ['-D', cluster.directory, ...all]);
  const log = await openLogFile(cluster.logFile);
  const { size } = await log.stat();
  // PostgreSQL itself removes a lock file whose pid is dead, and one of its own ancestors. Naming the reused pid as such
  // (what pg_ctl does with its parent) leaves it to PostgreSQL, which guards that step against others better than we can.
  const env = { ...options.env, ...(stalePid === undefined ? {} : { PG_GRANDPARENT_PID: String(stalePid) }) };
  const child = spawn(file, args, { ...options, env, detached: true, stdio: ['ignore', log.fd, log.fd] });
  child.unref();
  // Listened to at once: a server that refuses its folder is gone within milliseconds, before the log is closed here.
  const attempt: Attempt = { pid: child.pid, running: true, ended: ending(child, cluster.logFile, size) };
  void attempt.ended.then(() => {
    attempt.running = false;
  });
  await log.close();
  return attempt;
}

/** A fast shutdown, which PostgreSQL understands while it recovers too: it would go on without us and nobody would stop it. */
async function giveUp(attempt: Attempt | undefined): Promise<void> {
  if (attempt?.running !== true || attempt.pid === undefined) return;
  process.kill(attempt.pid, 'SIGINT');
  await attempt.ended;
}

/** Never rejected: the program may be missing and the log may be deleted by then, which must hurt nobody. */
async function ending(child: ChildProcess, logFile: string, start: number): Promise<Ending> {
  const how = await once(child, 'close').then(
    ([code, signal]) => code ?? signal,
    ({ message }: Error) => message,
  );
  const report = await readSince(logFile, start).catch(({ message }: Error) => message);
  return { passing: how === 0 || passingFailure.test(report), report: `exit ${how}\n${report}` };
}

function refused(directory: string, cause: unknown): Error {
  const file = join(dirname(directory), 'postgres-password');
  return new Error(
    `The database in ${directory} refuses the password in ${file}: they do not belong together, restore both from one backup.`,
    { cause },
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
