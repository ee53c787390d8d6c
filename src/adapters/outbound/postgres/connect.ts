import pg, { Client, type ClientBase, type ClientConfig, Pool, type PoolConfig, type QueryArrayConfig } from 'pg';
import { type TextRow, TextRows } from './text-rows.ts';

/**
 * Never without a listener: an error that comes in one piece with the end of the handshake, before whoever connects can listen, would end
 * the process. Whoever uses the connection hears of it all the same.
 */
export class ListenedClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** The driver for those who make their own connections. */
export const driver: object = { ...pg, Client: ListenedClient };

/** How long a request may wait for a connection, a lock or an answer, in milliseconds. A bounded no is better than a hang. */
const LIMITS = {
  connectionTimeoutMillis: 800,
  statement_timeout: 10_000,
  // The limits above and below are kept by the server: this one notices a server that does not answer at all.
  query_timeout: 10_500,
  lock_timeout: 2_000,
  idle_in_transaction_session_timeout: 15_000,
} as const;

/** An advisory lock that every process that serves or works holds as long as it lives: exclusively the sole one. */
export const PLACE = 'hashtext($$blotter place$$)';

/** The settings of every connection to PostgreSQL, whoever makes it. Instants are spoken in UTC. */
export const connectionSettings = (url: string): PoolConfig => ({
  connectionString: url,
  application_name: 'blotter',
  options: '-c TimeZone=UTC -c DateStyle=ISO',
  keepAlive: true,
  ...LIMITS,
});

/**
 * Connections apart by purpose, so that a storm of slow lists can take neither sign-in nor single reads and writes with it.
 */
export type Pools = {
  /** Reads of many rows. */
  readonly lists: Pool;
  /** Look-ups of one row by its key, those of every request among them. */
  readonly lookups: Pool;
  /** Writes of one statement. */
  readonly writes: Pool;
  /** Of who works on jobs. */
  readonly jobs: Pool;
};

/**
 * Every list walks an index in its order. A plan may be made for an owner with few rows and be kept for one with a million: so a sort is chosen
 * only where there is no such index.
 */
export const IN_INDEX_ORDER = '-c enable_sort=off';

/** @param onIdleError without a listener an idle connection that the server closes would end the process. */
export function openPools(url: string, listSize: number, onIdleError: (error: Error) => void): Pools {
  const settings = connectionSettings(url);
  const open = (max: number, options = ''): Pool => {
    const all = `${settings.options} ${options}`;
    const pool = new Pool({ ...settings, Client: ListenedClient, options: all, max, idleTimeoutMillis: 300_000 });
    pool.on('error', onIdleError);
    return pool;
  };
  return { lists: open(listSize, IN_INDEX_ORDER), lookups: open(4), writes: open(4), jobs: open(4) };
}

export async function closePools(pools: Pools): Promise<void> {
  await Promise.all([pools.lists.end(), pools.lookups.end(), pools.writes.end(), pools.jobs.end()]);
}

/** A statement of a fixed text: planned once per connection under its name. Values arrive and leave as text. */
export type NamedStatement = Pick<QueryArrayConfig, 'name' | 'text'>;

/** The rows of one statement, each an array of texts (or null) in the order of its columns. */
export async function rowsOf(pool: Pool, statement: NamedStatement, values: readonly unknown[]): Promise<TextRow[]> {
  // The declared type is a client's: a pool waits for a connection first, and promises what the callback gets.
  const outcome = await (pool.query(new TextRows(statement, values)) as unknown as Promise<TextRow[] | Error>);
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

/** The same on one connection, for the statements of a transaction. */
export async function rowsIn(
  client: ClientBase,
  statement: NamedStatement,
  values: readonly unknown[],
): Promise<TextRow[]> {
  const outcome = await new Promise<TextRow[] | Error>((resolve, reject) => {
    const rows = new TextRows(statement, values);
    rows.callback = (error, told) => (error ? reject(error) : resolve(told ?? []));
    client.query(rows);
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}
