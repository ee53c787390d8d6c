import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { makeDataFolder } from '#infrastructure/data-folder.ts';
import { findPostmaster } from '#infrastructure/embedded-postgres/postmaster.ts';
import { openEmbeddedPostgres } from '#infrastructure/embedded-postgres.ts';
import { repository } from './server-process.ts';

const log = {
  info: () => {},
  warn: (_details: object, message: string) => process.stderr.write(`${message}\n`),
};

export type Postgres = {
  readonly url: string;
  /** Of the postmaster. */
  readonly pid: number;
};

/** A folder in the repository, hence on a disk that is worth being flushed to; it is deleted with all in it. */
export async function throwAwayFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await makeDataFolder(join(repository, '.cache', `bench-${process.pid}`));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 20 }) };
}

/** Blotter's own PostgreSQL with the settings of production, durable ones included. */
export async function startPostgres(dataDir: string): Promise<AsyncDisposable & Postgres> {
  const postgres = await openEmbeddedPostgres({ dataDir, log });
  const found = await findPostmaster(join(dataDir, 'postgres'));
  const pid = found.state === 'none' ? Number.NaN : found.pid;
  return { url: postgres.url, pid, [Symbol.asyncDispose]: () => postgres.stop() };
}

/** The address of a new database on the same server. */
export async function newDatabase(url: string, name: string): Promise<string> {
  await query(url, `CREATE DATABASE ${name}`);
  const made = new URL(url);
  made.pathname = name;
  return made.href;
}

export async function query<Row extends object>(url: string, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
