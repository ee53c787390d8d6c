import type { BackupFiles, BackupPart } from '../ports/backup-files.ts';
import type { DatabaseCopies } from '../ports/database-copies.ts';
import type { RowDigests, TableSum } from '../ports/row-digests.ts';

export type NamedSum = TableSum & { readonly table: string };

/** Writes everything that the database holds at one instant into one file, while Blotter goes on. */
export class BackUp {
  readonly #database: DatabaseCopies;
  readonly #files: BackupFiles;
  readonly #digests: RowDigests;
  readonly #version: string;

  constructor(database: DatabaseCopies, files: BackupFiles, digests: RowDigests, version: string) {
    this.#database = database;
    this.#files = files;
    this.#digests = digests;
    this.#version = version;
  }

  async execute(path: string, replace: boolean): Promise<readonly NamedSum[]> {
    const sums: NamedSum[] = [];
    await this.#files.write(path, replace, this.#parts(sums));
    return sums;
  }

  /** The database is opened when the first part is asked for: a file that may not be written costs nothing. */
  async *#parts(sums: NamedSum[]): AsyncGenerator<BackupPart> {
    await using snapshot = await this.#database.snapshot();
    yield { head: { blotter: this.#version, ...snapshot.contents } };
    for (const table of snapshot.contents.tables) {
      yield { table };
      const digest = this.#digests.begin();
      for await (const bytes of snapshot.rows(table)) {
        digest.update(bytes);
        yield bytes;
      }
      const sum = digest.sum();
      yield { sum };
      sums.push({ table: table.name, ...sum });
    }
  }
}
