import { expect } from 'chai';
import { anOperationDraft } from '#test/domain/builders.ts';
import { cashQueriesContract } from './cash-queries-contract.ts';
import { anOperationOf, book, settle } from './settlers.ts';
import { openMemoryStore } from './stores/memory-store.ts';
import { openPostgresStore, type PostgresStore } from './stores/postgres-store.ts';

cashQueriesContract('memory', openMemoryStore);
cashQueriesContract('PostgreSQL', openPostgresStore);

describe('The cash queries in PostgreSQL', () => {
  let store: PostgresStore;

  before(async () => {
    store = await openPostgresStore();
  });
  after(() => store.close());

  it('sum up a long list of entries, and come to the same', async () => {
    const [ada, bea] = [await settle(store), await settle(store)];
    for (const settler of [ada, bea]) await book(store, anOperationOf(settler, anOperationDraft({ currency: 'EUR' })));
    const many = `INSERT INTO cash_entries (user_id, account_id, currency, amount, operations)
      SELECT $1, $2, 'USD', 0.01, 1 FROM generate_series(1, 1001)`;
    await store.sql.query(many, [ada.user.id, ada.account.id]);
    const balances = async () =>
      (await store.cash.list(ada.user.id, null)).map(({ balance, currency }) => `${balance} ${currency}`);
    const entries = async (userId: string) => {
      const { rows } = await store.sql.query('SELECT FROM cash_entries WHERE user_id = $1', [userId]);
      return rows.length;
    };
    expect(await entries(ada.user.id)).to.equal(1_002);
    for (let times = 0; times < 2; times += 1) expect(await balances()).to.deep.equal(['-1001 EUR', '10.01 USD']);
    expect([await entries(ada.user.id), await entries(bea.user.id)]).to.deep.equal([2, 1]);
    await book(store, anOperationOf(ada, anOperationDraft()));
    expect(await balances()).to.deep.equal(['-1001 EUR', '-990.99 USD']);
  });
});
