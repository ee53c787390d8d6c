import type {
  DatabaseContents,
  DatabaseCopies,
  DatabaseFilling,
  DatabaseSnapshot,
} from '#application/ports/database-copies.ts';
import { type ListenedClient, PLACE } from '../connect.ts';
import { assertEmpty } from './assert-empty.ts';
import { LOCK_SECONDS, openCopyClient } from './copy-client.ts';
import { PostgresFilling } from './postgres-filling.ts';
import { PostgresSnapshot } from './postgres-snapshot.ts';

/** The migrations of this program. */
export type Schema = {
  /** Waits for whoever migrates the database now. From then on nobody does, as long as this connection lives. @param alone nobody copies it either. */
  hold(client: ListenedClient, alone: boolean, waitSeconds: number): Promise<void>;

  /** Inside a transaction: undoes and applies migrations until these have been applied, or all that there are. */
  bring(client: ListenedClient, to: readonly string[] | 'newest'): Promise<void>;
};

export class PostgresDatabaseCopies implements DatabaseCopies {
  readonly #url: () => Promise<string>;
  readonly #schema: Schema;

  /** @param url for the owner of the tables; not asked for before it is needed. */
  constructor(url: () => Promise<string>, schema: Schema) {
    this.#url = url;
    this.#schema = schema;
  }

  snapshot(): Promise<DatabaseSnapshot> {
    return this.#connected(async (client) => {
      // Before the snapshot: what a migration rewrites, an older snapshot may find empty.
      await this.#schema.hold(client, false, LOCK_SECONDS);
      return await PostgresSnapshot.take(client);
    });
  }

  fill(contents: DatabaseContents): Promise<DatabaseFilling> {
    return this.#connected(async (client) => {
      await takePlace(client);
      await this.#schema.hold(client, true, LOCK_SECONDS);
      await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
      await assertEmpty(client);
      await this.#schema.bring(client, contents.migrations);
      return await PostgresFilling.begin(client, contents, () => this.#schema.bring(client, 'newest'));
    });
  }

  async #connected<Copy>(begin: (client: ListenedClient) => Promise<Copy>): Promise<Copy> {
    const client = await openCopyClient(await this.#url());
    try {
      return await begin(client);
    } catch (error) {
      await client.end();
      throw error;
    }
  }
}

/** Where one that serves or works has its place (see PostgresCacheTrust); who comes later waits, and is refused. */
async function takePlace(client: ListenedClient): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${PLACE}) AS taken`);
  if (rows[0]?.taken !== true)
    throw new Error('A Blotter process works on this database: stop it before a backup is restored into it.');
}
