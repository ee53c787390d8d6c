import { pipeline } from 'node:stream/promises';
import { escapeIdentifier } from 'pg';
import type { DatabaseContents, DatabaseFilling, RowBytes, TableShape } from '#application/ports/database-copies.ts';
import type { ListenedClient } from '../connect.ts';
import { tablesOf, triggersOf } from './catalogue.ts';
import { copyIn, copyOut } from './copy-client.ts';

/** Brings the tables to the shape that all migrations of this program give them. */
export type Renew = () => Promise<unknown>;

/** One transaction, from the first look at the database to the last migration. */
export class PostgresFilling implements DatabaseFilling {
  readonly #client: ListenedClient;
  readonly #contents: DatabaseContents;
  readonly #renew: Renew;
  readonly #triggers: readonly string[];

  private constructor(client: ListenedClient, contents: DatabaseContents, renew: Renew, triggers: readonly string[]) {
    this.#client = client;
    this.#contents = contents;
    this.#renew = renew;
    this.#triggers = triggers;
  }

  /** @param client in its transaction, with the tables of the contents. What a migration put into them is in the contents too, and goes. */
  static async begin(client: ListenedClient, contents: DatabaseContents, renew: Renew): Promise<PostgresFilling> {
    assertSameTables(contents.tables, await tablesOf(client));
    const triggers = await triggersOf(client);
    for (const { off } of triggers) await client.query(off);
    await client.query(`TRUNCATE ${contents.tables.map(({ name }) => escapeIdentifier(name)).join(', ')}`);
    return new PostgresFilling(
      client,
      contents,
      renew,
      triggers.map(({ on }) => on),
    );
  }

  async load(table: TableShape, rows: RowBytes): Promise<void> {
    await pipeline(rows, copyIn(this.#client, table));
  }

  rows(table: TableShape): RowBytes {
    return copyOut(this.#client, table);
  }

  async commit(): Promise<void> {
    for (const { name, value, called } of this.#contents.sequences)
      await this.#client.query('SELECT setval($1::regclass, $2, $3)', [escapeIdentifier(name), value, called]);
    for (const on of this.#triggers) await this.#client.query(on);
    await this.#renew();
    await this.#client.query('COMMIT');
  }

  /** A transaction that is not committed ends by that. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end();
  }
}

function assertSameTables(wanted: readonly TableShape[], found: readonly TableShape[]): void {
  const describe = ({ name, columns }: TableShape): string => `${name} (${columns.toSorted().join(', ')})`;
  const [left, right] = [wanted.map(describe), found.map(describe)];
  const odd = left.find((table) => !right.includes(table)) ?? right.find((table) => !left.includes(table));
  if (odd !== undefined)
    throw new Error(
      `The backup and the migrations that it names do not have the same tables: only one of them has ${odd}.`,
    );
}
