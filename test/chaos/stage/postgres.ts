import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { secretFromDataFolder } from '#infrastructure/data-folder.ts';
import { clusterUrl, connect } from '#infrastructure/embedded-postgres/connect.ts';
import { createCluster } from '#infrastructure/embedded-postgres/create-cluster.ts';
import { findPostmaster } from '#infrastructure/embedded-postgres/postmaster.ts';
import { startCluster } from '#infrastructure/embedded-postgres/start-cluster.ts';
import { stopCluster } from '#infrastructure/embedded-postgres/stop-cluster.ts';
import { freePort } from '#test/support/free-port.ts';
import { childrenOf, isRunning } from './linux.ts';
import type { Stage } from './stage.ts';
import { tempFolder } from './temp-folder.ts';
import { until } from './wait.ts';

const run = promisify(execFile);
const silent = { info: () => {}, warn: () => {} };

/** The data folder of a cluster that nobody has started. To copy one takes a fifth of the time that it takes to make one. */
let template: Promise<string> | undefined;

async function makeTemplate(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'blotter-chaos-template-')));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const password = await secretFromDataFolder(folder, 'postgres-password');
  const paths = { directory: join(folder, 'postgres'), logFile: join(folder, 'postgres.log') };
  await createCluster({ ...paths, password, log: silent, durable: false });
  return folder;
}

/** A PostgreSQL in a data folder: one of our own, or the one that a Blotter keeps there. What it acknowledged is on the disk. */
export class Postgres {
  readonly dataDir: string;
  readonly directory: string;
  #port: number | undefined;

  constructor(stage: Stage, dataDir: string) {
    this.dataDir = dataDir;
    this.directory = join(dataDir, 'postgres');
    stage.atEnd(() => stopCluster(this.directory));
  }

  /** One that Blotter does not keep, with an empty database `blotter`. Its data, and its log of them, lie where they are told to, or anywhere. */
  static async external(
    stage: Stage,
    { dataDir, walDir }: { dataDir?: string; walDir?: string } = {},
  ): Promise<Postgres> {
    const postgres = new Postgres(stage, dataDir ?? (await tempFolder(stage)));
    postgres.#port = await freePort();
    // With its owner, who is not us where we are root.
    template ??= makeTemplate();
    await run('cp', ['-a', `${await template}/.`, postgres.dataDir]);
    if (walDir !== undefined) await postgres.#moveWal(walDir);
    await postgres.start();
    return postgres;
  }

  /** Or finds the one that runs. */
  async start(): Promise<void> {
    const port = this.#port === undefined ? {} : { port: this.#port };
    const { client } = await startCluster({ ...(await this.#cluster()), ...port });
    await client.end();
  }

  stop(): Promise<void> {
    return stopCluster(this.directory);
  }

  /** Of the database `blotter`. */
  async url(): Promise<string> {
    const found = await findPostmaster(this.directory);
    const port = 'port' in found ? found.port : this.#port;
    if (port === undefined) throw new Error(`No PostgreSQL runs in ${this.directory}.`);
    return clusterUrl(port, await this.#password());
  }

  async newDatabase(name: string): Promise<string> {
    const url = await this.url();
    await using client = await session(url);
    await client.query(`CREATE DATABASE ${name}`);
    return Object.assign(new URL(url), { pathname: name }).href;
  }

  /** The server and all its children; none when it does not run. */
  async pids(): Promise<number[]> {
    const found = await findPostmaster(this.directory);
    return 'port' in found ? [found.pid, ...(await childrenOf(found.pid))] : [];
  }

  async kill(): Promise<void> {
    const pids = await this.pids();
    for (const pid of pids) signal(pid, 'SIGKILL');
    await until(
      'every process of PostgreSQL is gone',
      async () => !(await Promise.all(pids.map(isRunning))).includes(true),
    );
  }

  /** After which the server ends all others and starts itself anew. */
  async killOneBackend(): Promise<void> {
    await using client = await session(await this.url());
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    signal(rows[0]!.pid, 'SIGKILL');
    await until('the connection is gone', () =>
      client.query('SELECT').then(
        () => false,
        () => true,
      ),
    );
  }

  /** Stops it from running without ending it, and lets it go on. */
  async freeze(frozen: boolean): Promise<void> {
    for (const pid of await this.pids()) signal(pid, frozen ? 'SIGSTOP' : 'SIGCONT');
  }

  async takesConnections(): Promise<boolean> {
    try {
      const client = await connect(await this.url());
      await client.end();
      return true;
    } catch {
      return false;
    }
  }

  async #moveWal(folder: string): Promise<void> {
    const [from, to] = [join(this.directory, 'pg_wal'), join(folder, 'pg_wal')];
    await run('cp', ['-a', from, to]);
    await rm(from, { recursive: true });
    await symlink(to, from);
  }

  #password(): Promise<string> {
    return secretFromDataFolder(this.dataDir, 'postgres-password');
  }

  async #cluster() {
    const logFile = join(this.dataDir, 'postgres.log');
    return { directory: this.directory, password: await this.#password(), logFile, log: silent };
  }

  /** The end of the server's log. */
  async lastWords(): Promise<string> {
    return (await readFile(join(this.dataDir, 'postgres.log'), 'utf8')).slice(-2_000);
  }
}

/** A connection that ends with the block that it is used in. */
export async function session(url: string): Promise<Client & AsyncDisposable> {
  const client = new Client({ connectionString: url, application_name: 'chaos' });
  client.on('error', () => {});
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end().catch(() => {}) });
}

/** How many of Blotter's statements wait for a lock. Asked in a transaction of its own, or it would see the same again and again. */
export async function waitingForLocks(postgres: Postgres): Promise<number> {
  await using database = await session(await postgres.url());
  const text = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'blotter'";
  return (await database.query(text)).rowCount ?? 0;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
