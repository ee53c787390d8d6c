import { closePools, connectionSettings, driver, openPools, type Pools } from '#adapters/outbound/postgres/connect.ts';
import { copyOperations } from '#adapters/outbound/postgres/copy-operations.ts';
import { translated } from '#adapters/outbound/postgres/postgres-errors.ts';
import type { Log } from './embedded-postgres/log.ts';
import type { Lifecycle } from './lifecycle.ts';
import { Threads } from './threads/threads.ts';
import { Traffic } from './threads/traffic.ts';
import { Transactions } from './transactions.ts';

export type Database = {
  readonly url: string;
  readonly pools: Pools;
  readonly transactions: Transactions;
  readonly threads: { readonly positions: Threads; readonly imports: Threads };
  /** To be counted by whoever answers requests, so that the threads give way. */
  readonly traffic: Traffic;
};

const TRANSACTION_POOL_SIZE = 4;

/**
 * A file is read some rows at a time, of which ten megabytes live. Without limits V8 lets the heap grow to ten times that before it collects the rest.
 */
const SMALL = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 12 };

/** Opens the connections of one process. They close with the lifecycle. */
export function openDatabase(url: string, listPoolSize: number, lifecycle: Lifecycle, log: Log): Database {
  const mended = (error: Error): void => log.warn({ reason: error.message }, 'lost a connection to PostgreSQL');
  const pools = openPools(url, listPoolSize, mended);
  lifecycle.started('database pools', () => closePools(pools));
  const transactions = new Transactions(async () => {
    const { openSequelize } = await import('#adapters/outbound/sequelize/open-sequelize.ts');
    const { connectionString: _url, ...connection } = connectionSettings(url);
    const acquireMilliseconds = connection.connectionTimeoutMillis ?? 0;
    const driving = { driver, connection, translated, copyOperations };
    return openSequelize({ url, poolSize: TRANSACTION_POOL_SIZE, acquireMilliseconds, ...driving });
  });
  lifecycle.started('transactions', () => transactions.close());
  const traffic = new Traffic();
  const data = { url, requests: traffic.shared };
  const threads = { positions: new Threads(data), imports: new Threads(data, SMALL) };
  lifecycle.started('threads', async () => {
    await Promise.all([threads.positions.stop(), threads.imports.stop()]);
  });
  return { url, pools, transactions, threads, traffic };
}
