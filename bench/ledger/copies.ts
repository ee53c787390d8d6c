import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import copyStreams from 'pg-copy-streams';

/** What PostgreSQL can do by itself: COPY out of the table of operations, and into one that is like it, with all indexes and checks. */
export class Copies {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static async open(url: string): Promise<Copies & AsyncDisposable> {
    const client = new Client({ connectionString: url });
    await client.connect();
    const copies = new Copies(client);
    return Object.assign(copies, { [Symbol.asyncDispose]: () => client.end() });
  }

  /** @returns the rows of a user as CSV, and the seconds that took. */
  async out(userId: string): Promise<{ readonly csv: Buffer; readonly seconds: number }> {
    const columns = await this.#columns();
    const begin = performance.now();
    const copy = this.#client.query(
      copyStreams.to(
        `COPY (SELECT ${columns} FROM operations WHERE user_id = '${userId}' ORDER BY date, id) TO STDOUT (FORMAT csv)`,
      ),
    );
    const pieces: Buffer[] = [];
    for await (const piece of copy) pieces.push(piece as Buffer);
    return { csv: Buffer.concat(pieces), seconds: (performance.now() - begin) / 1_000 };
  }

  /** Into the twin, which keeps what came before, as the table of operations does. @returns seconds. */
  async in(csv: Buffer): Promise<number> {
    await this.#client.query('CREATE TABLE IF NOT EXISTS operations_twin (LIKE operations INCLUDING ALL)');
    const columns = await this.#columns();
    const begin = performance.now();
    await pipeline(
      Readable.from([csv]),
      this.#client.query(copyStreams.from(`COPY operations_twin (${columns}) FROM STDIN (FORMAT csv)`)),
    );
    return (performance.now() - begin) / 1_000;
  }

  async #columns(): Promise<string> {
    const { rows } = await this.#client.query<{ names: string }>(
      `SELECT string_agg(attname, ', ' ORDER BY attnum) AS names FROM pg_attribute
       WHERE attrelid = 'operations'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    );
    return rows[0]!.names;
  }
}
