import type { Sequelize } from 'sequelize';
import { RememberedPrincipalQueries } from '#adapters/outbound/memory/remembered-principal-queries.ts';
import { closePools, connectionSettings, driver, openPools, type Pools } from '#adapters/outbound/postgres/connect.ts';
import { PostgresPrincipalQueries } from '#adapters/outbound/postgres/postgres-principal-queries.ts';
import { PostgresProcessCensus } from '#adapters/outbound/postgres/postgres-process-census.ts';
import { openSequelize } from '#adapters/outbound/sequelize/open-sequelize.ts';
import type { Log } from './embedded-postgres/log.ts';
import type { Lifecycle } from './lifecycle.ts';

export type Database = {
  readonly pools: Pools;
  readonly sequelize: Sequelize;
  readonly principals: RememberedPrincipalQueries;
};

const TRANSACTIONS = 4;

/** Opens the connections of one process and enters it into the census. They close, and it leaves, with the lifecycle. */
export async function openDatabase(
  url: string,
  listPoolSize: number,
  lifecycle: Lifecycle,
  log: Log,
): Promise<Database> {
  const mended = (error: Error): void => log.warn({ reason: error.message }, 'lost a connection to PostgreSQL');
  const pools = openPools(url, listPoolSize, mended);
  lifecycle.started('database pools', () => closePools(pools));
  const { connectionTimeoutMillis, connectionString: _url, ...connection } = connectionSettings(url);
  const sequelize = openSequelize({
    url,
    poolSize: TRANSACTIONS,
    acquireMilliseconds: connectionTimeoutMillis ?? 0,
    driver,
    connection: { ...connection, connectionTimeoutMillis },
  });
  lifecycle.started('transactions', () => sequelize.close());
  const census = new PostgresProcessCensus(url, () => principals.forgetAll(), mended);
  const principals = new RememberedPrincipalQueries(new PostgresPrincipalQueries(pools), census);
  await census.join();
  lifecycle.started('process census', () => census.leave());
  return { pools, sequelize, principals };
}
