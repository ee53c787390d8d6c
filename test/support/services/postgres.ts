import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createCluster } from '#infrastructure/embedded-postgres/create-cluster.ts';
import { findPostmaster } from '#infrastructure/embedded-postgres/postmaster.ts';
import { startCluster } from '#infrastructure/embedded-postgres/start-cluster.ts';
import { migrate } from '#infrastructure/migrations.ts';
import { templateDatabase } from '../database.ts';

export interface TestPostgres {
  /** Of a database from which others can be made; its role may do that and is no superuser. */
  readonly url: string;
  readonly pid: number;
}

/** What makes it fast, as nothing in it outlives the run. */
const throwAway = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

const log = {
  info(): void {},
  warn(details: object, message: string): void {
    console.warn(message, details);
  },
};

/** Starts the PostgreSQL of a test run in a new folder, with the migrated template of its databases. */
export async function startTestPostgres(folder: string): Promise<TestPostgres> {
  const directory = join(folder, 'postgres');
  const cluster = {
    directory,
    password: randomBytes(16).toString('base64url'),
    logFile: join(folder, 'postgres.log'),
    log,
  };
  await createCluster({ ...cluster, durable: false });
  const { url, client } = await startCluster({ ...cluster, settings: throwAway });
  await client.query(`CREATE DATABASE ${templateDatabase}`);
  await client.end();
  const template = new URL(url);
  template.pathname = templateDatabase;
  await migrate(template.href);
  const postmaster = await findPostmaster(directory);
  if (postmaster.state !== 'ready') {
    throw new Error(`The PostgreSQL of the test run is gone; its log is ${cluster.logFile}.`);
  }
  return { url, pid: postmaster.pid };
}
