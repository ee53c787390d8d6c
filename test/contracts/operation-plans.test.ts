import { expect } from 'chai';
import type { PoolClient } from 'pg';
import { pageStatement } from '#adapters/outbound/postgres/postgres-operation-queries.ts';
import type { OperationFilter, OperationPageRequest } from '#application/ports/operation-queries.ts';
import type { Cut } from '#domain/ledger/cut.ts';
import { aCut } from '#test/domain/builders.ts';
import { BIG_LEDGER_ACCOUNT, BIG_LEDGER_OTHER_ACCOUNT, bigLedgerUser, fillBigLedger } from './big-ledger.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';

const IN_AUCKLAND: Cut = { before: new Date('2022-12-31T11:00:00Z'), beforeDay: new Date('2023-01-01') };

/** Both what many rows have and what none has: the planner must not be led into a sort by either. */
const FILTERS: Readonly<Record<string, readonly OperationFilter[]>> = {
  nothing: [{}],
  account: [{ accountId: BIG_LEDGER_ACCOUNT }],
  accounts: [
    { accountIds: [BIG_LEDGER_ACCOUNT, BIG_LEDGER_OTHER_ACCOUNT] },
    { accountIds: ['00000000-0000-7000-9000-000000000009'] },
    { accountIds: [BIG_LEDGER_ACCOUNT], accountId: BIG_LEDGER_ACCOUNT },
  ],
  type: [{ type: 'buy' }, { type: 'split' }, { type: 'tax' }],
  'instrument type': [{ instrumentType: 'share' }, { instrumentType: 'crypto' }],
  figi: [{ figi: 'BBG000000042' }, { figi: 'BBG999999999' }],
  isin: [{ isin: 'US0000000042' }, { isin: 'US9999999999' }],
  symbol: [{ symbol: 'SYM42' }, { symbol: 'NONE' }],
  instrument: [{ instrument: 'SYM43' }, { instrument: 'NONE' }],
  'beginning or end': [
    { from: aCut('2023-01-01') },
    { to: aCut('2023-01-01') },
    { from: aCut('2023-01-01'), to: aCut('2023-02-01') },
    { from: IN_AUCKLAND },
    { to: IN_AUCKLAND },
    { from: IN_AUCKLAND, to: aCut('2023-02-01') },
  ],
  tag: [{ tag: 't7' }, { tag: 'none' }],
  text: [{ text: 'note 77' }, { text: 'none' }],
};

const DEEP = { date: new Date('2023-03-03T03:03:03.003Z'), id: '00000000-0000-7000-a000-000000000777' };

describe('The page of a list narrowed to its', () => {
  let store: PostgresStore;
  let client: PoolClient;

  before(async function () {
    this.timeout(180_000);
    store = await openPostgresStore();
    await fillBigLedger(store.sql);
    client = await store.sql.connect();
  });
  after(async () => {
    client?.release();
    await store.close();
  });

  /** The plan for these very values, and the one that a prepared statement settles on for all values. */
  async function plansOf(
    userId: string,
    request: OperationPageRequest,
    names = [request.filter.instrument].filter((name) => name !== undefined),
  ): Promise<string[]> {
    const { statement, values } = pageStatement(userId, request, names);
    const literals = values.map((value) => {
      if (typeof value === 'number') return value;
      return client.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value));
    });
    await client.query(`PREPARE page AS ${statement.text}`);
    const plans: string[] = [];
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await client.query(`SET plan_cache_mode = ${mode}`);
      const { rows } = await client.query(`EXPLAIN EXECUTE page(${literals.join(', ')})`);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    }
    await client.query('DEALLOCATE page');
    return plans;
  }

  function* requests(filters: readonly OperationFilter[]): Generator<OperationPageRequest> {
    for (const filter of filters)
      for (const newestFirst of [true, false])
        for (const limit of [20, 30, 200])
          for (const after of [null, DEEP]) yield { filter, newestFirst, limit, after };
  }

  it('instrument is a walk for each of its names, in both orders, at any depth', async () => {
    for (const user of [bigLedgerUser(1), bigLedgerUser(7)])
      for (const request of requests([{ instrument: 'SYM43' }]))
        for (const plan of await plansOf(user, request, ['SYM43', 'SYM44', 'NONE'])) {
          expect(plan.match(/Index Scan (Backward )?using operations_by_instrument/g), plan).to.have.length(3);
          expect(plan).not.to.match(/Seq Scan on operations|Bitmap/);
        }
  });

  for (const [name, filters] of Object.entries(FILTERS)) {
    it(`${name} is one walk of an index, in both orders, at any depth, of a big ledger and a small one`, async () => {
      for (const user of [bigLedgerUser(1), bigLedgerUser(7)]) {
        for (const request of requests(filters)) {
          for (const plan of await plansOf(user, request)) {
            const asked = `${JSON.stringify(request)}\n${plan}`;
            expect(plan, asked).to.match(/Index Scan (Backward )?using operations_/);
            expect(plan, asked).not.to.match(/Sort|Seq Scan|Bitmap|Append/);
          }
        }
      }
    });
  }
});
