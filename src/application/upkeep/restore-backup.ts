import type { BackupFiles, OpenedBackup } from '../ports/backup-files.ts';
import type { DatabaseCopies, DatabaseFilling, RowBytes, TableShape } from '../ports/database-copies.ts';
import type { RowDigest, RowDigests, TableSum } from '../ports/row-digests.ts';
import type { NamedSum } from './back-up.ts';

/** Fills an empty database with a backup: all of it, or nothing when anything is wrong with the file, the database or what came of it. */
export class RestoreBackup {
  readonly #database: DatabaseCopies;
  readonly #files: BackupFiles;
  readonly #digests: RowDigests;

  constructor(database: DatabaseCopies, files: BackupFiles, digests: RowDigests) {
    this.#database = database;
    this.#files = files;
    this.#digests = digests;
  }

  /** @param verify read the restored tables again, and compare them with what was said of them when the backup was made. */
  async execute(path: string, verify: boolean): Promise<readonly NamedSum[]> {
    await using backup = await this.#files.open(path);
    await using filling = await this.#database.fill(backup.head);
    const sums: NamedSum[] = [];
    for (const table of backup.head.tables) {
      sums.push({ table: table.name, ...(await this.#load(table, backup, filling)) });
    }
    await backup.end();
    if (verify) await this.#verify(backup.head.tables, sums, filling);
    await filling.commit();
    return sums;
  }

  async #load(table: TableShape, backup: OpenedBackup, filling: DatabaseFilling): Promise<TableSum> {
    const digest = this.#digests.begin();
    try {
      await filling.load(table, digested(backup.rows(table), digest));
    } catch (error) {
      // Of a file that was altered the database says something about a row: that it was altered is what there is to know.
      await backup.end();
      throw error;
    }
    const [read, said] = [digest.sum(), await backup.sum()];
    if (!isSame(read, said))
      throw new Error(`The rows of ${table.name} are not those that were backed up: the file was altered.`);
    return read;
  }

  async #verify(tables: readonly TableShape[], sums: readonly TableSum[], filling: DatabaseFilling): Promise<void> {
    for (const [index, table] of tables.entries()) {
      const digest = this.#digests.begin();
      for await (const bytes of filling.rows(table)) digest.update(bytes);
      if (!isSame(digest.sum(), sums[index]))
        throw new Error(`The database does not hold the rows of ${table.name} that were loaded: nothing is restored.`);
    }
  }
}

async function* digested(rows: RowBytes, digest: RowDigest): AsyncGenerator<Uint8Array> {
  for await (const bytes of rows) {
    digest.update(bytes);
    yield bytes;
  }
}

const isSame = (one: TableSum, other: TableSum | undefined): boolean =>
  one.rows === other?.rows && one.sha256 === other.sha256;
