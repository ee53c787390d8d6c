import { Pool } from 'pg';
import { closePools, connectionSettings, driver, openPools, type Pools } from '#adapters/outbound/postgres/connect.ts';
import { copyOperations } from '#adapters/outbound/postgres/copy-operations.ts';
import { PostgresImportFiles } from '#adapters/outbound/postgres/imports/postgres-import-files.ts';
import { PostgresImportLedger } from '#adapters/outbound/postgres/imports/postgres-import-ledger.ts';
import { PostgresImportQueries } from '#adapters/outbound/postgres/imports/postgres-import-queries.ts';
import { PostgresAccountQueries } from '#adapters/outbound/postgres/postgres-account-queries.ts';
import { PostgresAuditQueries } from '#adapters/outbound/postgres/postgres-audit-queries.ts';
import { PostgresCashQueries } from '#adapters/outbound/postgres/postgres-cash-queries.ts';
import { PostgresCredentialQueries } from '#adapters/outbound/postgres/postgres-credential-queries.ts';
import { PostgresCredentialUsage } from '#adapters/outbound/postgres/postgres-credential-usage.ts';
import { translated } from '#adapters/outbound/postgres/postgres-errors.ts';
import { PostgresHousekeeping } from '#adapters/outbound/postgres/postgres-housekeeping.ts';
import { PostgresInstrumentQueries } from '#adapters/outbound/postgres/postgres-instrument-queries.ts';
import { PostgresJobQueries } from '#adapters/outbound/postgres/postgres-job-queries.ts';
import { PostgresJobRuns } from '#adapters/outbound/postgres/postgres-job-runs.ts';
import { PostgresOperationExport } from '#adapters/outbound/postgres/postgres-operation-export.ts';
import { PostgresOperationJournal } from '#adapters/outbound/postgres/postgres-operation-journal.ts';
import { PostgresOperationQueries } from '#adapters/outbound/postgres/postgres-operation-queries.ts';
import { PostgresPositions } from '#adapters/outbound/postgres/postgres-positions.ts';
import { PostgresPrincipalQueries } from '#adapters/outbound/postgres/postgres-principal-queries.ts';
import { PostgresReportFigures } from '#adapters/outbound/postgres/postgres-report-figures.ts';
import { PostgresUserQueries } from '#adapters/outbound/postgres/postgres-user-queries.ts';
import { openSequelize } from '#adapters/outbound/sequelize/open-sequelize.ts';
import { createTestDatabase } from '#test/support/database.ts';
import type { Store } from './store.ts';

export type PostgresStore = Store & {
  /** Of the database itself, also where the store is reached by another way. */
  readonly url: string;
  readonly pools: Pools;
  /** To prepare and to look at what no port shows. */
  readonly sql: Pool;
};

type Options = {
  /** Leads to the database of the URL, for instance through a wire. */
  readonly way?: (url: string) => Promise<string>;
  /** How many transactions run at once, and how long one waits for its turn, which is more than in production: a busy machine fails no test. */
  readonly transactions?: { readonly poolSize: number; readonly acquireMilliseconds: number };
};

export async function openPostgresStore({
  way = async (url) => url,
  transactions = { poolSize: 4, acquireMilliseconds: 8_000 },
}: Options = {}): Promise<PostgresStore> {
  const database = await createTestDatabase();
  const url = await way(database.url);
  const pools = openPools(url, 4, () => {});
  const { connectionString: _url, ...connection } = connectionSettings(url);
  const sequelize = openSequelize({ url, ...transactions, connection, driver, translated, copyOperations });
  const positions = new PostgresPositions(pools.writes);
  const sql = new Pool({ connectionString: database.url, max: 4 });
  return {
    unitOfWork: sequelize.unitOfWork,
    journal: new PostgresOperationJournal(pools),
    operations: new PostgresOperationQueries(pools),
    accounts: new PostgresAccountQueries(pools),
    positions,
    imports: new PostgresImportQueries(pools.lists),
    importFiles: new PostgresImportFiles(pools.writes),
    importLedger: new PostgresImportLedger(pools.writes),
    operationExport: new PostgresOperationExport(url),
    cash: new PostgresCashQueries(pools),
    instruments: new PostgresInstrumentQueries(pools, (userId) => positions.refresh(userId)),
    reportFigures: new PostgresReportFigures(pools),
    users: new PostgresUserQueries(pools),
    principals: new PostgresPrincipalQueries(pools),
    audit: new PostgresAuditQueries(pools),
    credentials: new PostgresCredentialQueries(pools),
    credentialUsage: new PostgresCredentialUsage(pools),
    jobs: new PostgresJobQueries(pools),
    jobRuns: new PostgresJobRuns(pools.jobs),
    housekeeping: new PostgresHousekeeping(pools.lists),
    url: database.url,
    pools,
    sql,
    async close() {
      await Promise.all([closePools(pools), sequelize.close(), sql.end()]);
      await database.drop();
    },
  };
}
