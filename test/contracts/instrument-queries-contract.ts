import { expect } from 'chai';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { anOperationDraft, LATER, NOW } from '#test/domain/builders.ts';
import { anAccountOf, anOperationOf, bookAll, deletionOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const FIGI = 'BBG000B9XRY4';
const ISIN = 'US0378331005';

/** What every InstrumentQueries does. */
export function instrumentQueriesContract(adapter: string, open: OpenStore): void {
  describe(`The instrument queries (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const book = async (...drafts: OperationDraft[]) => {
      const operations = drafts.map((draft, day) =>
        anOperationOf(ada, anOperationDraft({ figi: null, date: `2024-01-0${day + 1}T12:00:00Z`, ...draft })),
      );
      await bookAll(store, operations);
      return operations;
    };
    const say = (alias: string, instrument: string, name: string | null = null, { user } = ada) =>
      store.unitOfWork.run(async ({ aliases }) => {
        await aliases.listForChange(user.id);
        await aliases.save({ userId: user.id, alias, instrument, name, createdAt: NOW });
      });
    const list = (accountIds: readonly string[] | null = null, { user } = ada) =>
      store.instruments.list(user.id, accountIds);
    const counted = async (accountIds: readonly string[] | null = null, settler = ada) =>
      (await list(accountIds, settler)).map(({ instrument, operations }) => `${operations} ${instrument}`);

    it('have none where nothing was recorded', async () => {
      await book({ type: 'deposit', instrumentType: null, quantity: null, price: null, fee: null, payment: '5' });
      expect(await list()).to.deep.equal([]);
      expect([...(await store.instruments.aliases(ada.user.id))]).to.deep.equal([]);
    });

    it('list each once, in the order of the key, with the last of its names', async () => {
      await book(
        { symbol: 'b' },
        { figi: FIGI, isin: ISIN, symbol: 'OLD' },
        { symbol: 'B.1' },
        { figi: FIGI, symbol: 'NEW' },
        { isin: ISIN, currency: 'EUR' },
        { figi: FIGI, currency: 'EUR' },
      );
      const unnamed = { name: null, aliases: [] };
      expect(await list()).to.deep.equal([
        { instrument: 'B', figi: null, isin: null, symbol: 'B', ...unnamed, operations: 1 },
        { instrument: 'B.1', figi: null, isin: null, symbol: 'B.1', ...unnamed, operations: 1 },
        { instrument: FIGI, figi: FIGI, isin: ISIN, symbol: 'NEW', ...unnamed, operations: 3 },
        { instrument: ISIN, figi: null, isin: ISIN, symbol: null, ...unnamed, operations: 1 },
      ]);
    });

    it('count only what is in the accounts that are asked for, and keep what aliases lead to', async () => {
      const second = anAccountOf(ada.user);
      await store.unitOfWork.run(({ accounts }) => accounts.save(second));
      await book({ symbol: 'A' }, { symbol: 'A', accountId: second.id }, { symbol: 'B', accountId: second.id });
      await say('Z', 'C');
      expect(await counted()).to.deep.equal(['2 A', '1 B', '0 C']);
      expect(await counted([ada.account.id])).to.deep.equal(['1 A', '0 C']);
      expect(await counted([second.id, ada.account.id])).to.deep.equal(['2 A', '1 B', '0 C']);
      for (const none of [[], [ids.next()]]) expect(await counted(none)).to.deep.equal(['0 C']);
    });

    it('forget one with its last operation', async () => {
      const [first] = await book({ symbol: 'A' }, { symbol: 'B' });
      if (first === undefined) throw new Error('It was booked.');
      await store.unitOfWork.run(({ operations }) => operations.delete(first, deletionOf(first, LATER)));
      expect(await counted()).to.deep.equal(['1 B']);
    });

    it('give it the name of its first alias that has one, and all its aliases in order', async () => {
      await book({ symbol: 'APC' }, { isin: ISIN }, { symbol: 'OTHER' });
      await say('b', ISIN);
      await say('APC', ISIN, 'Apple');
      await say('AAA', ISIN);
      await say('C', ISIN, 'Apples');
      const aliases = [
        { alias: 'AAA', name: null },
        { alias: 'APC', name: 'Apple' },
        { alias: 'C', name: 'Apples' },
        { alias: 'b', name: null },
      ];
      const apple = { instrument: ISIN, figi: null, isin: ISIN, symbol: 'APC', name: 'Apple', aliases, operations: 2 };
      expect((await list())[1]).to.deep.equal(apple);
      expect(await counted()).to.deep.equal(['1 OTHER', `2 ${ISIN}`]);
    });

    it('tell where each alias leads to', async () => {
      await say('APC', ISIN, 'Apple');
      await say('B', 'A');
      await say('B', 'C');
      expect(Object.fromEntries(await store.instruments.aliases(ada.user.id))).to.deep.equal({ APC: ISIN, B: 'C' });
    });

    it('are another owner’s for another owner', async () => {
      const bea = await settle(store);
      await book({ symbol: 'A' });
      await say('B', 'A');
      await say('B', 'X', null, bea);
      expect(await counted(null, bea)).to.deep.equal(['0 X']);
      expect(await counted([ada.account.id], bea)).to.deep.equal(['0 X']);
      expect([...(await store.instruments.aliases(bea.user.id))]).to.deep.equal([['B', 'X']]);
    });
  });
}
