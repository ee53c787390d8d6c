import { expect } from 'chai';
import type { PositionRow, PositionsRequest, StoryRow } from '#application/ports/positions.ts';
import { cutAfter } from '#domain/ledger/cut.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { parseInstant } from '#domain/shared/instant.ts';
import { LATER, NOW } from '#test/domain/builders.ts';
import { joinedPositions, joinedStories, pagesOf, WHOLE, walked } from './position-pages.ts';
import { anAccountOf, anOperationOf, bookAll, changeOf, deletionOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const FIGI = 'BBG000B9XRY4';
const ALL: PositionsRequest = { accountIds: null, instrument: null, fees: 'separate', cut: null };

const told = ({ instrument, currency, lots, realised_gain, average_cost }: PositionRow): string =>
  `${instrument} ${currency}: ${lots.map(({ quantity, price }) => `${quantity} @ ${price}`).join(', ')}; ${realised_gain} gained, ${average_cost}`;

/** What every Positions does. */
export function positionsContract(adapter: string, open: OpenStore): void {
  describe(`Positions (${adapter})`, () => {
    let store: Store;
    let ada: Settler;
    let day: number;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
      day = 0;
    });

    /** Each a day later, unless it says when. */
    const aTrade = (draft: OperationDraft) => {
      day += 1;
      const date = `2024-01-${String(day).padStart(2, '0')}T12:00:00Z`;
      return anOperationOf(ada, { figi: FIGI, currency: 'USD', type: 'buy', date, ...draft });
    };
    const book = async (...drafts: OperationDraft[]) => {
      const operations = drafts.map(aTrade);
      await bookAll(store, operations);
      return operations;
    };
    const list = async (request: Partial<PositionsRequest> = {}): Promise<PositionRow[]> =>
      JSON.parse((await store.positions.list(ada.user.id, { ...ALL, ...request }, WHOLE)).text);
    const explain = async (instrument: string): Promise<StoryRow[]> =>
      JSON.parse((await store.positions.explain(ada.user.id, { ...ALL, instrument }, WHOLE)).text);
    const lines = async (request: Partial<PositionsRequest> = {}) => (await list(request)).map(told);
    const say = (alias: string, instrument: string) =>
      store.unitOfWork.run(async ({ aliases }) => {
        await aliases.listForChange(ada.user.id);
        await aliases.save({ userId: ada.user.id, alias, instrument, name: null, createdAt: NOW });
      });

    const golden = () =>
      book(
        { type: 'deposit', figi: null, payment: '5000' },
        { quantity: '10', price: '100', fee: '1' },
        { quantity: '10', price: '120', fee: '1' },
        { type: 'sell', quantity: '15', price: '150', fee: '1.5' },
        { type: 'split', ratio: '4:1', currency: null },
        { type: 'sell', quantity: '30', price: '40', fee: '3' },
        { quantity: '25', price: '35', fee: '2.5' },
        { type: 'dividend', payment: '6.25' },
      );

    it('are none where nothing happened', async () => {
      expect(await list()).to.deep.equal([]);
    });

    it('are what the operations come to, with fees apart', async () => {
      const operations = await golden();
      expect(await list()).to.deep.equal([
        {
          account_id: ada.account.id,
          instrument: FIGI,
          currency: 'USD',
          figi: FIGI,
          isin: null,
          symbol: null,
          quantity: '15',
          side: 'long',
          lots: [
            {
              operation_id: operations[6]?.id,
              date: '2024-01-07T12:00:00.000Z',
              quantity: '15',
              price: '35',
              cost: '525',
            },
          ],
          average_cost: '35',
          cost: '525',
          realised_gain: '900',
          fees: '9',
          other_fees: [],
          dividends: '6.25',
          operations: 6,
        },
      ]);
    });

    it('are the same with fees within prices and gains', async () => {
      await golden();
      expect(await lines({ fees: 'capitalised' })).to.deep.equal([`${FIGI} USD: 15 @ 35.1; 892.5 gained, 35.1`]);
    });

    it('tell of each sale which lots it closed, and how', async () => {
      const operations = await golden();
      const [story] = await explain(FIGI);
      const sales = story?.sales.map(({ gain, closes }) => [gain, closes.map(({ arithmetic }) => arithmetic)]);
      expect(sales).to.deep.equal([
        ['650', ['10 × (150 − 100) = 500', '5 × (150 − 120) = 150']],
        ['200', ['20 × (40 − 30) = 200']],
        ['50', ['10 × (40 − 35) = 50']],
      ]);
      expect(story?.lots.map(({ quantity, price, left }) => [quantity, price, left])).to.deep.equal([
        ['10', '100', '0'],
        ['10', '120', '0'],
        ['10', '40', '0'],
        ['15', '35', '15'],
      ]);
      expect(story?.changes.map(({ ratio, operation_id }) => [ratio, operation_id])).to.deep.equal([
        ['4:1', operations[4]?.id],
      ]);
      expect(story?.realised_gain).to.equal('900');
    });

    it('are told page by page, however small the pages, with nothing lost or repeated', async () => {
      const second = anAccountOf(ada.user, { name: 'Second' });
      await store.unitOfWork.run(({ accounts }) => accounts.save(second));
      await golden();
      await book(
        { type: 'dividend', payment: '1', currency: 'EUR' },
        ...['1', '2', '3'].map((quantity) => ({ quantity, price: '10', accountId: second.id })),
        { type: 'sell', quantity: '8', price: '12', accountId: second.id },
        { type: 'return_of_capital', payment: '1', currency: 'CHF', accountId: second.id },
        ...['1', '2', '3'].map((quantity) => ({ quantity, price: '5', figi: null, symbol: 'BRK.B' })),
      );
      for (const cut of [null, cutAfter(parseInstant('2024-01-14T12:00:00Z'), 'UTC')]) {
        const request = { ...ALL, cut };
        const whole = await walked(store.positions, ada.user.id, request, WHOLE.limit);
        expect(whole.positions).to.have.length(cut === null ? 5 : 4);
        for (const limit of [1, 2, 3, 5])
          expect(await walked(store.positions, ada.user.id, request, limit), String(limit)).to.deep.equal(whole);
      }
      const lengths = async (limit: number) =>
        (await pagesOf<PositionRow>((entries) => store.positions.list(ada.user.id, ALL, entries), limit)).map((page) =>
          page.map(({ lots }) => lots.length),
        );
      expect(await lengths(2)).to.deep.equal([[0, 1], [2], [1, 0], [1]]);
      expect(await lengths(7)).to.deep.equal([[0, 1, 3, 0, 1]]);
    });

    it('go on where they were when lots are closed, and others recorded before, meanwhile', async () => {
      const [first, ...more] = await book(...['1', '2', '3', '4', '5'].map((quantity) => ({ quantity, price: '10' })));
      const pages = await pagesOf<PositionRow>(
        (entries) => store.positions.list(ada.user.id, ALL, entries),
        2,
        async () => {
          await book(
            { type: 'sell', quantity: '5', price: '11' },
            { quantity: '1', price: '9', date: '2023-01-01T00:00:00Z' },
          );
        },
      );
      const ids = joinedPositions(pages)[0]?.lots.map(({ operation_id }) => operation_id);
      expect(ids).to.deep.equal([first, ...more].map((operation) => operation?.id));
    });

    it('tell each sale to its end when operations are recorded, and those at the place deleted, meanwhile', async () => {
      const operations = await book(
        ...['1', '2', '3', '4'].map((quantity) => ({ quantity, price: '10' })),
        { type: 'sell', quantity: '10', price: '12' },
        { quantity: '6', price: '10' },
        { type: 'sell', quantity: '6', price: '13' },
      );
      const read = (entries: typeof WHOLE) => store.positions.explain(ada.user.id, ALL, entries);
      let page = 0;
      const pages = await pagesOf<StoryRow>(read, 3, async () => {
        const old = operations[2];
        page += 1;
        if (page === 1) await book({ quantity: '5', price: '8', date: '2023-01-01T00:00:00Z' });
        if (page === 1 && old)
          await store.unitOfWork.run((each) => each.operations.delete(old, deletionOf(old, LATER)));
      });
      const told = joinedStories(pages)[0];
      const ids = operations.map(({ id }) => id);
      expect(told?.lots.map(({ operation_id }) => operation_id)).to.deep.equal([0, 1, 2, 3, 5].map((n) => ids[n]));
      expect(told?.sales.map(({ operation_id }) => operation_id)).to.deep.equal([ids[4], ids[6]]);
      const [whole] = await explain(FIGI);
      expect(told?.sales).to.deep.equal(whole?.sales);
    });

    it('are apart by account, instrument and currency, in that order', async () => {
      const second = anAccountOf(ada.user, { name: 'Second' });
      await store.unitOfWork.run(({ accounts }) => accounts.save(second));
      await book(
        { quantity: '1', price: '1' },
        { quantity: '2', price: '2', currency: 'EUR' },
        { quantity: '3', price: '3', figi: null, symbol: 'BRK.B' },
        { quantity: '4', price: '4', accountId: second.id },
      );
      const keys = (await list()).map((row) => [row.account_id, row.instrument, row.currency]);
      expect(keys).to.deep.equal([
        [ada.account.id, FIGI, 'EUR'],
        [ada.account.id, FIGI, 'USD'],
        [ada.account.id, 'BRK.B', 'USD'],
        [second.id, FIGI, 'USD'],
      ]);
      expect(await lines({ accountIds: [second.id] })).to.deep.equal([`${FIGI} USD: 4 @ 4; 0 gained, 4`]);
      expect(await lines({ accountIds: [] })).to.deep.equal([]);
      expect(await lines({ instrument: 'BRK.B' })).to.deep.equal(['BRK.B USD: 3 @ 3; 0 gained, 3']);
    });

    it('are another owner’s for another owner', async () => {
      await golden();
      const { user } = await settle(store);
      expect(await store.positions.list(user.id, ALL, WHOLE)).to.deep.equal({ text: '[]', next: null });
    });

    it('follow a split in every currency, whichever it names', async () => {
      await book(
        { quantity: '1', price: '10' },
        { quantity: '1', price: '8', currency: 'EUR' },
        { type: 'split', ratio: '2:1' },
        { quantity: '1', price: '5' },
      );
      expect(await lines()).to.deep.equal([
        `${FIGI} EUR: 2 @ 4; 0 gained, 4`,
        `${FIGI} USD: 2 @ 5, 1 @ 5; 0 gained, 5`,
      ]);
    });

    it('take buys of a bare day before its sales, and instants as they come', async () => {
      const date = '2024-02-02';
      await book(
        { type: 'sell', quantity: '1', price: '12', date },
        { quantity: '1', price: '10', date },
        { type: 'sell', quantity: '1', price: '12', date: `${date}T00:00:01Z`, symbol: 'X' },
      );
      expect(await lines()).to.deep.equal([`${FIGI} USD: -1 @ 12; 2 gained, 12`]);
    });

    it('are those of an earlier time, a day with all that happened on it', async () => {
      await book(
        { quantity: '1', price: '1', date: '2024-03-01T22:30:00Z' },
        { quantity: '2', price: '2', date: '2024-03-02' },
        { quantity: '4', price: '4', date: '2024-03-02T23:30:00Z' },
      );
      const held = async (asOf: string, timeZone = 'UTC') =>
        (await list({ cut: cutAfter(parseInstant(asOf), timeZone) })).map(({ quantity }) => quantity);
      expect(await held('2024-03-01')).to.deep.equal(['1']);
      expect(await held('2024-03-02')).to.deep.equal(['7']);
      expect(await held('2024-03-02', 'Europe/Berlin')).to.deep.equal(['3']);
      expect(await held('2024-03-01T22:30:00Z')).to.deep.equal(['1']);
      expect(await held('2024-03-01T22:29:59.999Z')).to.deep.equal([]);
      expect(await held('1969-12-31')).to.deep.equal([]);
      expect(await held('9999-12-31')).to.deep.equal(['7']);
    });

    it('follow what is recorded later, earlier, changed, moved and deleted', async () => {
      const [first] = await book({ quantity: '2', price: '10' }, { type: 'sell', quantity: '1', price: '20' });
      expect(await lines()).to.deep.equal([`${FIGI} USD: 1 @ 10; 10 gained, 10`]);
      await book({ type: 'sell', quantity: '1', price: '30' });
      expect(await lines()).to.deep.equal([`${FIGI} USD: ; 30 gained, null`]);
      await book({ quantity: '1', price: '5', date: '2023-12-31T00:00:00Z' });
      expect(await lines()).to.deep.equal([`${FIGI} USD: 1 @ 10; 35 gained, 10`]);
      if (first === undefined) throw new Error('It was booked.');
      const changed = first.change({ price: '11', figi: null, symbol: 'OTHER' }, LATER);
      await store.unitOfWork.run(({ operations }) => operations.save(changed, changeOf(first, changed)));
      expect(await lines()).to.deep.equal([`${FIGI} USD: -1 @ 30; 15 gained, 30`, 'OTHER USD: 2 @ 11; 0 gained, 11']);
      await store.unitOfWork.run(({ operations }) => operations.delete(changed, deletionOf(changed, LATER)));
      expect(await lines()).to.deep.equal([`${FIGI} USD: -1 @ 30; 15 gained, 30`]);
    });

    it('lead from an alias to its instrument, old operations too, until it is forgotten', async () => {
      await book(
        { quantity: '1', price: '10', figi: null, symbol: 'AAPL' },
        { type: 'sell', quantity: '1', price: '15' },
        { type: 'split', ratio: '2:1', figi: null, symbol: 'AAPL', currency: null },
      );
      const apart = [`AAPL USD: 2 @ 5; 0 gained, 5`, `${FIGI} USD: -1 @ 15; 0 gained, 15`];
      expect(await lines()).to.deep.equal(apart);
      await say('AAPL', FIGI);
      const together = [`${FIGI} USD: ; 5 gained, null`];
      expect(await lines()).to.deep.equal(together);
      expect(await lines({ instrument: 'AAPL' })).to.deep.equal(together);
      const [story] = await explain('AAPL');
      expect(story?.sales[0]?.closes[0]?.arithmetic).to.equal('1 × (15 − 10) = 5');
      await say('AAPL', 'US0378331005');
      expect(await lines()).to.deep.equal([
        `${FIGI} USD: -1 @ 15; 0 gained, 15`,
        `US0378331005 USD: 2 @ 5; 0 gained, 5`,
      ]);
      await store.unitOfWork.run(async ({ aliases }) => {
        const [alias] = await aliases.listForChange(ada.user.id);
        if (alias) await aliases.delete(alias);
      });
      expect(await lines()).to.deep.equal(apart);
    });

    it('are of instruments that are known, split or not, by any of their names, in these accounts', async () => {
      await book({ type: 'split', ratio: '2:1', currency: null });
      const isKnown = (instrument: string | null, accountIds: readonly string[] | null = null, userId = ada.user.id) =>
        store.positions.isKnown(userId, { instrument, accountIds });
      expect([await isKnown(FIGI), await isKnown(null), await isKnown('AAPL')]).to.deep.equal([true, true, false]);
      await say('AAPL', FIGI);
      expect([await isKnown('AAPL', [ada.account.id]), await isKnown(FIGI, [ids.next()])]).to.deep.equal([true, false]);
      expect(await isKnown(FIGI, null, (await settle(store)).user.id)).to.equal(false);
    });

    it('count as instruments, with their names', async () => {
      await golden();
      await book(
        { quantity: '1', price: '1', symbol: 'AAPL' },
        { quantity: '1', price: '1', figi: null, symbol: 'APC' },
      );
      await say('APC', FIGI);
      await say('NOTHING', 'NEVER');
      const names = { figi: FIGI, isin: null, symbol: 'APC', name: null };
      expect(await store.instruments.list(ada.user.id, null)).to.deep.equal([
        { instrument: FIGI, ...names, aliases: [{ alias: 'APC', name: null }], operations: 9 },
        {
          instrument: 'NEVER',
          figi: null,
          isin: null,
          symbol: null,
          name: null,
          aliases: [{ alias: 'NOTHING', name: null }],
          operations: 0,
        },
      ]);
      expect(await store.instruments.list(ada.user.id, [ids.next()])).to.have.length(2);
    });

    it('go with the cash of each account and currency', async () => {
      const [first] = await golden();
      const balances = async () =>
        (await store.cash.list(ada.user.id, null)).map((row) => `${row.balance} ${row.currency}`);
      expect(await balances()).to.deep.equal(['5372.25 USD']);
      await book(
        { quantity: '1', price: '0.000000000000000001', currency: 'BTC', fee: '2', feeCurrency: 'EUR' },
        { type: 'transfer_in', quantity: '1', price: '9', currency: 'CHF' },
      );
      expect(await balances()).to.deep.equal(['-0.000000000000000001 BTC', '0 CHF', '-2 EUR', '5372.25 USD']);
      if (first === undefined) throw new Error('It was booked.');
      const changed = first.change({ payment: '10' }, LATER);
      await store.unitOfWork.run(({ operations }) => operations.save(changed, changeOf(first, changed)));
      expect((await balances()).at(-1)).to.equal('382.25 USD');
      await store.unitOfWork.run(({ operations }) => operations.delete(changed, deletionOf(changed, LATER)));
      expect((await balances()).at(-1)).to.equal('372.25 USD');
      expect(await store.cash.list(ada.user.id, [ids.next()])).to.deep.equal([]);
    });
  });
}
