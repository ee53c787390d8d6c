import type { DatabaseContents, DatabaseSnapshot, RowBytes, TableShape } from '#application/ports/database-copies.ts';
import type { ListenedClient } from '../connect.ts';
import { sequencesOf, tablesOf } from './catalogue.ts';
import { copyOut } from './copy-client.ts';

/** One REPEATABLE READ transaction: it sees what was committed before it, and row versions keep it out of everybody's way. */
export class PostgresSnapshot implements DatabaseSnapshot {
  readonly contents: DatabaseContents;
  readonly #client: ListenedClient;

  private constructor(client: ListenedClient, contents: DatabaseContents) {
    this.#client = client;
    this.contents = contents;
  }

  /** @param client of which nobody migrates the database. It is the snapshot's from now on. */
  static async take(client: ListenedClient): Promise<PostgresSnapshot> {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // The first statement that reads takes the snapshot.
    const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    const tables = await tablesOf(client);
    if (!tables.some(({ name }) => name === 'migrations')) throw new Error('There is no Blotter in this database.');
    const migrations = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY name COLLATE "C"');
    return new PostgresSnapshot(client, {
      takenAt: (rows[0]?.now ?? new Date()).toISOString(),
      migrations: migrations.rows.map(({ name }) => name),
      tables,
      sequences: await sequencesOf(client),
    });
  }

  rows(table: TableShape): RowBytes {
    return copyOut(this.#client, table);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end();
  }
}
