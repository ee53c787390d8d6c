import { expect } from 'chai';
import type { FiguresRow } from '#application/ports/report-figures.ts';
import { CASH_FIGURES } from '#domain/ledger/cash-figures.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { CalendarPeriod } from '#domain/shared/calendar-period.ts';
import { anOperationDraft } from '#test/domain/builders.ts';
import { anAccountOf, anOperationOf, bookAll, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every ReportFigures does. */
export function reportFiguresContract(adapter: string, open: OpenStore): void {
  describe(`The figures of a report (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const book = (...drafts: OperationDraft[]) =>
      bookAll(
        store,
        drafts.map((draft) => anOperationOf(ada, draft)),
      );
    const figures = (period: string, timeZone = 'UTC', accountIds: readonly string[] | null = null) =>
      store.reportFigures.list(ada.user.id, { accountIds, range: CalendarPeriod.parse(period).rangeIn(timeZone) });
    const anotherAccount = async (name: string) => {
      const account = anAccountOf(ada.user, { name });
      await store.unitOfWork.run(({ accounts }) => accounts.save(account));
      return account;
    };
    const row = (differences: Partial<FiguresRow>) => ({
      account_id: ada.account.id,
      account_name: ada.account.name,
      currency: 'USD',
      operations: {},
      net_cash: '0',
      ...Object.fromEntries(CASH_FIGURES.map((figure) => [figure, '0'])),
      ...differences,
    });

    it('are none where nothing happened', async () => {
      await book(anOperationDraft());
      expect(await figures('2025')).to.deep.equal([]);
    });

    it('tell a year apart into what was bought, earned, paid and brought in', async () => {
      const money = { currency: 'USD', date: '2026-03-01' };
      await book(
        { type: 'deposit', payment: '5000', ...money },
        anOperationDraft({ fee: '1' }),
        anOperationDraft({ price: '120', fee: '1' }),
        anOperationDraft({ type: 'sell', quantity: '15', price: '150', fee: '1.5' }),
        { type: 'split', symbol: 'A', ratio: '4:1', currency: 'USD', date: '2026-03-01' },
        anOperationDraft({ type: 'sell', quantity: '30', price: '40', fee: '3' }),
        anOperationDraft({ quantity: '25', price: '35', fee: '2.5' }),
        { type: 'dividend', symbol: 'A', payment: '6.25', ...money },
        { type: 'coupon', symbol: 'B', payment: '3.75', ...money },
        { type: 'interest', payment: '0.1', ...money },
        { type: 'fee', payment: '-2', ...money },
        { type: 'tax', payment: '-1.25', ...money },
        { type: 'withdrawal', payment: '-100', ...money },
        { type: 'amortisation', symbol: 'B', payment: '40', ...money },
        { type: 'redemption', symbol: 'B', quantity: '1', payment: '60', ...money },
        { type: 'return_of_capital', symbol: 'A', payment: '5', ...money },
        { type: 'adjustment', payment: '-0.5', ...money },
        { type: 'transfer_in', symbol: 'C', quantity: '1', price: '9', ...money },
        { type: 'transfer_out', symbol: 'C', quantity: '1', ...money },
      );
      expect(await figures('2026')).to.deep.equal([
        row({
          operations: {
            buy: 3,
            sell: 2,
            transfer_in: 1,
            transfer_out: 1,
            deposit: 1,
            withdrawal: 1,
            dividend: 1,
            coupon: 1,
            interest: 1,
            fee: 1,
            tax: 1,
            amortisation: 1,
            redemption: 1,
            return_of_capital: 1,
            split: 1,
            adjustment: 1,
          },
          bought: '3075',
          sold: '3450',
          dividends: '10',
          interest: '0.1',
          fees: '11',
          taxes: '1.25',
          deposits: '5000',
          withdrawals: '100',
          other: '104.5',
          net_cash: '5377.35',
        }),
      ]);
    });

    it('take a given payment for what it is, whatever the rest comes to', async () => {
      await book(anOperationDraft({ fee: '1', payment: '-1234.56' }));
      expect(await figures('2026')).to.deep.equal([
        row({ operations: { buy: 1 }, bought: '1233.56', fees: '1', net_cash: '-1234.56' }),
      ]);
    });

    it('take a fee in another currency from that currency, where the operation is not counted', async () => {
      await book(
        anOperationDraft({ fee: '0.75', feeCurrency: 'EUR' }),
        anOperationDraft({ fee: '0', feeCurrency: 'CHF' }),
        {
          type: 'transfer_in',
          symbol: 'BTC',
          quantity: '1',
          currency: 'BTC',
          fee: '0.5',
          feeCurrency: 'EUR',
          date: '2026-03-01',
        },
      );
      expect(await figures('2026')).to.deep.equal([
        row({ currency: 'BTC', operations: { transfer_in: 1 } }),
        row({ currency: 'EUR', fees: '1.25', net_cash: '-1.25' }),
        row({ operations: { buy: 2 }, bought: '2000', net_cash: '-2000' }),
      ]);
    });

    it('show costs that came back as less than nothing', async () => {
      await book(
        { type: 'fee', payment: '2', currency: 'USD', date: '2026-03-01' },
        { type: 'dividend', symbol: 'A', payment: '-3', currency: 'USD', date: '2026-03-01' },
      );
      expect(await figures('2026')).to.deep.equal([
        row({ operations: { fee: 1, dividend: 1 }, fees: '-2', dividends: '-3', net_cash: '-1' }),
      ]);
    });

    it('have what says no currency in a row of its own, last', async () => {
      await book({ type: 'split', symbol: 'A', ratio: '4:1', date: '2026-03-01' }, anOperationDraft({ fee: '0' }));
      expect(await figures('2026')).to.deep.equal([
        row({ operations: { buy: 1 }, bought: '1000', net_cash: '-1000' }),
        row({ currency: null, operations: { split: 1 } }),
      ]);
    });

    it('are exact beyond what one number can say', async () => {
      const most = '99999999999999999999.999999999999999999';
      await book(
        anOperationDraft({ quantity: most, price: most, fee: '0.000000000000000001' }),
        anOperationDraft({ type: 'sell', quantity: '1', price: '0.000000000000000001', fee: '0' }),
        anOperationDraft({ type: 'sell', quantity: most, price: most, fee: '0' }),
      );
      const square = '9999999999999999999999999999999999999800.000000000000000000000000000000000001';
      const [only] = await figures('2026');
      expect(only).to.deep.include({ bought: square, net_cash: '0', fees: '0.000000000000000001' });
      expect(only!.sold).to.equal('9999999999999999999999999999999999999800.000000000000000001000000000000000001');
    });

    it('keep an operation that says its time to the hours of the zone', async () => {
      const times = [
        '2026-11-23T22:59:59.999Z',
        '2026-11-23T23:00:00Z',
        '2026-11-24T22:59:59.999Z',
        '2026-11-24T23:00:00Z',
      ];
      await book(
        ...times.map((date, at) => anOperationDraft({ date, quantity: String(10 ** at), price: '1', fee: '0' })),
      );
      const bought = async (period: string, zone: string) => (await figures(period, zone)).map((found) => found.bought);
      expect(await bought('2026-11-24', 'Europe/Berlin')).to.deep.equal(['110']);
      expect(await bought('2026-11-24', 'UTC')).to.deep.equal(['1100']);
      expect(await bought('2026-11-24', 'America/New_York')).to.deep.equal(['1100']);
      expect(await bought('2026-11-25', 'Europe/Berlin')).to.deep.equal(['1000']);
    });

    it('keep a bare date to its day in every zone', async () => {
      await book(anOperationDraft({ date: '2026-11-24' }));
      for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Pago_Pago']) {
        expect(await figures('2026-11-24', zone), zone).to.have.lengthOf(1);
        expect(await figures('2026-11-23', zone), zone).to.deep.equal([]);
        expect(await figures('2026-11-25', zone), zone).to.deep.equal([]);
      }
    });

    it('find a bare date on a day that its zone left out', async () => {
      await book(anOperationDraft({ date: '2011-12-30' }), anOperationDraft({ date: '2011-12-30T12:00:00Z' }));
      const counts = async (day: string) => (await figures(day, 'Pacific/Apia')).map(({ operations }) => operations);
      expect(await counts('2011-12-30')).to.deep.equal([{ buy: 1 }]);
      expect(await counts('2011-12-31')).to.deep.equal([{ buy: 1 }]);
    });

    it('keep accounts apart, in the order of opening, by their names', async () => {
      const second = await anotherAccount("It's ünï ☃ $1");
      await book(
        anOperationDraft({ accountId: second.id, currency: 'EUR' }),
        anOperationDraft(),
        anOperationDraft({ accountId: second.id }),
      );
      const found = await figures('2026');
      expect(found.map(({ account_id, account_name, currency }) => [account_id, account_name, currency])).to.deep.equal(
        [
          [ada.account.id, 'Main', 'USD'],
          [second.id, "It's ünï ☃ $1", 'EUR'],
          [second.id, "It's ünï ☃ $1", 'USD'],
        ],
      );
    });

    it('are of the accounts that they are asked for alone', async () => {
      const [second, third] = [await anotherAccount('Second'), await anotherAccount('Third')];
      await book(...[ada.account, second, third].map(({ id }) => anOperationDraft({ accountId: id })));
      const of = async (...wanted: string[]) =>
        (await figures('2026', 'UTC', wanted)).map(({ account_name }) => account_name);
      expect(await of(second.id)).to.deep.equal(['Second']);
      expect(await of(third.id, ada.account.id)).to.deep.equal(['Main', 'Third']);
      expect(await of()).to.deep.equal([]);
      expect(await of(ids.next())).to.deep.equal([]);
    });

    it('tell nothing of somebody else, also when it is asked for', async () => {
      const bea = await settle(store);
      await bookAll(store, [anOperationOf(bea, anOperationDraft())]);
      expect(await figures('2026')).to.deep.equal([]);
      expect(await figures('2026', 'UTC', [bea.account.id])).to.deep.equal([]);
    });
  });
}
