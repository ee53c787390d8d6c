import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, escapeIdentifier } from 'pg';
import { ZstdBackupFiles } from '#adapters/outbound/backup-file/zstd-backup-files.ts';
import { PostgresDatabaseCopies, type Schema } from '#adapters/outbound/postgres/copies/postgres-database-copies.ts';
import { Sha256RowDigests } from '#adapters/outbound/security/sha256-row-digests.ts';
import { BackUp, type NamedSum } from '#application/upkeep/back-up.ts';
import { RestoreBackup } from '#application/upkeep/restore-backup.ts';
import { bringSchema, holdSchema } from '#infrastructure/exact-schema.ts';
import { createTestDatabase } from '#test/support/database.ts';

const own: Schema = { hold: holdSchema, bring: bringSchema };

/** Databases and a folder for backups, gone at the end. */
export class Copying implements AsyncDisposable {
  readonly folder: string;
  readonly #cleanups: (() => Promise<unknown>)[] = [];

  private constructor(folder: string) {
    this.folder = folder;
    this.#cleanups.push(() => rm(folder, { recursive: true }));
  }

  static async open(): Promise<Copying> {
    return new Copying(await mkdtemp(join(tmpdir(), 'blotter-backup-')));
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** A migrated one without users, and a connection to it. */
  async database(): Promise<{ url: string; sql: Client }> {
    const { url, drop } = await createTestDatabase();
    const sql = new Client({ connectionString: url });
    sql.on('error', () => {});
    await sql.connect();
    this.#cleanups.push(drop, () => sql.end());
    return { url, sql };
  }

  backUp(url: string, file: string, { replace = false, schema = own } = {}): Promise<readonly NamedSum[]> {
    return new BackUp(...this.#parts(url, schema), '1.2.3').execute(file, replace);
  }

  restore(url: string, file: string, { verify = true, schema = own } = {}): Promise<readonly NamedSum[]> {
    return new RestoreBackup(...this.#parts(url, schema)).execute(file, verify);
  }

  #parts(url: string, schema: Schema): [PostgresDatabaseCopies, ZstdBackupFiles, Sha256RowDigests] {
    const files = new ZstdBackupFiles(process, new AbortController().signal);
    return [new PostgresDatabaseCopies(async () => url, schema), files, new Sha256RowDigests()];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const cleanup of this.#cleanups.toReversed()) await cleanup();
  }
}

/** Every table with its rows, as PostgreSQL itself compares them, and what is switched on. */
export async function picture(sql: Client): Promise<Record<string, unknown>> {
  const { rows } = await sql.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  const tables: Record<string, unknown> = {};
  for (const { name } of rows) {
    const text = `SELECT count(*)::int AS count, md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C")) AS rows FROM ${escapeIdentifier(name)} AS t`;
    tables[name] = (await sql.query(text)).rows[0];
  }
  const triggers =
    'SELECT tgrelid::regclass::text AS table, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2';
  return { ...tables, triggers: (await sql.query(triggers)).rows };
}
