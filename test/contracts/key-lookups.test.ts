import { expect } from 'chai';
import { Pool } from 'pg';
import { PostgresImportLedger } from '#adapters/outbound/postgres/imports/postgres-import-ledger.ts';
import { type Settler, settle } from './settlers.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';
import { until } from './until.ts';

const OPERATIONS = 3_000;
const LOOKED_UP = 60;

const FILL = `INSERT INTO operations (user_id, id, account_id, type, symbol, quantity, price, currency, fee, date, date_precision,
 source, external_id, import_key, tags, version, created_at, updated_at)
 SELECT $1, uuidv7(), $2, 'buy', 'S', 1, 1, 'USD', 0, timestamptz '2020-01-01' + n * interval '1 minute', 'second',
 CASE n % 3 WHEN 0 THEN 'broker' END, CASE WHEN n % 3 < 2 THEN 'x' || n END, CASE n % 3 WHEN 2 THEN 'k' || n END, '{}', 1, now(), now()
 FROM generate_series(1, ${OPERATIONS}) AS n`;

describe('Operations of somebody of whom the planner knows nothing', () => {
  let store: PostgresStore;
  let ada: Settler;

  before(async () => {
    store = await openPostgresStore();
    ada = await settle(store);
    await store.sql.query(FILL, [ada.user.id, ada.account.id]);
  });
  after(() => store.close());

  /** Rows that indexes led to. PostgreSQL tells when the connection that has read them is closed. */
  const fetched = async (): Promise<number> => {
    const { rows } = await store.sql.query(
      `SELECT idx_tup_fetch::int AS fetched FROM pg_stat_user_tables WHERE relname = 'operations'`,
    );
    return rows[0].fetched;
  };

  const numbers = (rest: number): readonly number[] =>
    Array.from({ length: LOOKED_UP }, (_, index) => OPERATIONS - 3 * index - 3 + rest);
  const accountId = (): string => ada.account.id;
  const ofSource = () => numbers(0).map((n) => ({ accountId: accountId(), source: 'broker', externalId: `x${n}` }));
  const ofNoSource = () => numbers(1).map((n) => ({ accountId: accountId(), source: null, externalId: `x${n}` }));
  const ofRows = () => numbers(2).map((n) => ({ accountId: accountId(), importKey: `k${n}` }));

  for (const [what, keys] of [
    ['by the ids of a broker', ofSource],
    ['by ids of no source', ofNoSource],
    ['by what their rows said', ofRows],
  ] as const)
    it(`are looked up ${what} for an import, and no others are read`, async () => {
      const before = await fetched();
      const pool = new Pool({ connectionString: store.url });
      expect(await new PostgresImportLedger(pool).known(ada.user.id, keys())).to.have.length(LOOKED_UP);
      await pool.end();
      await until('PostgreSQL has told', async () => (await fetched()) >= before + LOOKED_UP);
      expect((await fetched()) - before).to.be.at.most(2 * LOOKED_UP);
    });
});
