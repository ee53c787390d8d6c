import { Client } from 'pg';
import type { Umzug } from 'umzug';
import type { Log } from './embedded-postgres/log.ts';
import { loadMigration, type MigrationContext, migrationNames, ownMigrations } from './migration-files.ts';

export type { MigrationContext } from './migration-files.ts';

export type MigrationOptions = {
  /** Default: `migrations/` of this repository. */
  readonly directory?: string;
  readonly log?: Log;
  /** How long to wait for another run; default 60. */
  readonly lockWaitSeconds?: number;
};

export type MigrationState = {
  readonly name: string;
  /** `unknown`: the database has it, this code does not. */
  readonly state: 'applied' | 'pending' | 'unknown';
  readonly appliedAt: Date | null;
};

/** A pg client or pool. */
export type Queryable = { query(text: string): Promise<{ rows: Record<string, unknown>[] }> };

/** The database is not the one that this code is for; the message says why. */
export class UnfitDatabaseError extends Error {}

/** It has a migration that this code does not know. */
export class NewerDatabaseError extends UnfitDatabaseError {}

/** "Blot", and the third of its keys (see embedded-postgres/locks.ts for the others). */
export const lockKey = '1114402676, 3';
/** Of what has been applied. */
export const migrationsTable =
  'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())';
const undefinedTable = '42P01';
const lockNotAvailable = '55P03';

/**
 * Applies what is pending and returns its names; nothing is touched when there is none.
 *
 * The whole run is ONE transaction that begins with an advisory lock: of processes that start at once, one migrates and the
 * others wait and then find nothing to do, and a kill at any moment leaves the version before. The price: no migration may use
 * what PostgreSQL refuses inside a transaction (CREATE INDEX CONCURRENTLY), and its locks last until the end of the run.
 * @throws {NewerDatabaseError} before anything is changed.
 * @throws {Error} when another run holds the lock for too long, or a migration fails (all of them are undone then).
 */
export async function migrate(databaseUrl: string, options: MigrationOptions = {}): Promise<string[]> {
  const { directory = ownMigrations, log, lockWaitSeconds = 60 } = options;
  return await withClient(databaseUrl, async (client) => {
    const names = await migrationNames(directory);
    // Nearly every start: neither the lock, which a long run elsewhere may hold, nor the time to load Umzug.
    if (pendingOf(names, await appliedMigrations(client)).length === 0) return [];
    return await inLockedTransaction(client, lockWaitSeconds, async () => {
      pendingOf(names, await appliedMigrations(client));
      const umzug = await umzugFor(client, directory, names, log);
      return (await umzug.up()).map(({ name }) => name);
    });
  });
}

/**
 * Undoes the newest applied migration and returns its name, or null when none is applied. Same transaction, lock and errors as
 * `migrate`.
 */
export async function revertLast(databaseUrl: string, options: MigrationOptions = {}): Promise<string | null> {
  const { directory = ownMigrations, log, lockWaitSeconds = 60 } = options;
  return await withClient(databaseUrl, async (client) => {
    const names = await migrationNames(directory);
    return await inLockedTransaction(client, lockWaitSeconds, async () => {
      pendingOf(names, await appliedMigrations(client));
      const umzug = await umzugFor(client, directory, names, log);
      return (await umzug.down())[0]?.name ?? null;
    });
  });
}

/** Every migration of the code and of the database, in order. */
export async function migrationStatus(databaseUrl: string, options: MigrationOptions = {}): Promise<MigrationState[]> {
  const names = await migrationNames(options.directory ?? ownMigrations);
  const applied = await withClient(databaseUrl, appliedMigrations);
  return [...new Set([...names, ...applied.keys()])].sort().map((name) => {
    const known = names.includes(name) ? 'applied' : 'unknown';
    return { name, state: applied.has(name) ? known : 'pending', appliedAt: applied.get(name) ?? null };
  });
}

/**
 * One cheap query for a readiness check. Resolves when the database has exactly the migrations of the code.
 * @throws {UnfitDatabaseError} NewerDatabaseError, or one that names the first that is missing.
 */
export async function assertMigrated(database: Queryable, options: MigrationOptions = {}): Promise<void> {
  const names = await migrationNames(options.directory ?? ownMigrations);
  const [missing] = pendingOf(names, await appliedMigrations(database));
  if (missing !== undefined)
    throw new UnfitDatabaseError(`The database lacks migration ${missing}: run npm run db:up.`);
}

/** Name and time of each applied migration; empty when there is no such table yet. */
export async function appliedMigrations(database: Queryable): Promise<Map<string, Date>> {
  try {
    const { rows } = await database.query('SELECT name, applied_at FROM migrations ORDER BY name');
    return new Map(rows.map((row) => [row['name'] as string, row['applied_at'] as Date]));
  } catch (error) {
    if (isPostgresError(error, undefinedTable)) return new Map();
    throw error;
  }
}

function pendingOf(names: readonly string[], applied: ReadonlyMap<string, Date>): string[] {
  const unknown = [...applied.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new NewerDatabaseError(
      `This database was made by a newer Blotter: it has migration ${unknown}, which this version does not know. ` +
        'Start the newer version, or restore a backup.',
    );
  }
  return names.filter((name) => !applied.has(name));
}

export async function umzugFor(
  client: Client,
  directory: string,
  names: readonly string[],
  log: Log | undefined,
): Promise<Umzug<MigrationContext>> {
  const { Umzug } = await import('umzug');
  const umzug = new Umzug<MigrationContext>({
    context: { query: (text) => queryLast(client, text) },
    migrations: names.map((name) => ({
      name,
      up: async ({ context }) => await (await loadMigration(directory, name)).up(context),
      down: async ({ context }) => await (await loadMigration(directory, name)).down(context),
    })),
    storage: {
      executed: async () => [...(await appliedMigrations(client)).keys()],
      logMigration: async ({ name }) => void (await client.query('INSERT INTO migrations (name) VALUES ($1)', [name])),
      unlogMigration: async ({ name }) => void (await client.query('DELETE FROM migrations WHERE name = $1', [name])),
    },
    logger: undefined,
  });
  umzug.on('migrated', ({ name }) => log?.info({ migration: name }, 'migration applied'));
  umzug.on('reverted', ({ name }) => log?.info({ migration: name }, 'migration reverted'));
  return umzug;
}

/** pg answers a text of several statements with a list of results. */
async function queryLast(client: Client, text: string): ReturnType<MigrationContext['query']> {
  const result = await client.query(text);
  return Array.isArray(result) ? result.at(-1) : result;
}

async function inLockedTransaction<T>(client: Client, waitSeconds: number, work: () => Promise<T>): Promise<T> {
  await beginLocked(client, waitSeconds);
  try {
    // A migration that waits for a table makes everybody else wait behind it: rather fail, and be started again.
    await client.query(`SET LOCAL lock_timeout = '10s'; ${migrationsTable}`);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** READ COMMITTED, so that what the run before us did is seen once the lock is ours, whatever the server's default is. */
async function beginLocked(client: Client, waitSeconds: number): Promise<void> {
  await untilLocked(waitSeconds, () =>
    client.query(
      `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '${waitSeconds}s'; SELECT pg_advisory_xact_lock(${lockKey})`,
    ),
  );
}

/** @throws {Error} a sentence when the lock timeout is over. */
export async function untilLocked(waitSeconds: number, lock: () => Promise<unknown>): Promise<void> {
  try {
    await lock();
  } catch (error) {
    if (!isPostgresError(error, lockNotAvailable)) throw error;
    throw new Error(
      `Another process has been migrating or copying this database for ${waitSeconds} s. Wait for it, or end it, and start again.`,
      {
        cause: error,
      },
    );
  }
}

async function withClient<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: databaseUrl,
    application_name: `blotter migrations pid=${process.pid}`,
  });
  // The loss of the connection reaches us by the statement that fails; without a listener it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function isPostgresError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
