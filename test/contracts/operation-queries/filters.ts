import { expect } from 'chai';
import type { OperationFilter } from '#application/ports/operation-queries.ts';
import { cutBefore } from '#domain/ledger/cut.ts';
import { parseInstant } from '#domain/shared/instant.ts';
import { aCut } from '#test/domain/builders.ts';
import { anAccountOf, anOperationOf, bookAll, settle } from '../settlers.ts';
import type { Ledger } from './ledger.ts';

/** What a list is narrowed to. */
export function operationFilters(ledger: Ledger): void {
  describe('A list', () => {
    it('never shows the operations of another user, whatever it is narrowed to', async () => {
      const bea = await settle(ledger.store);
      const [theirs] = await ledger.bookBuys({ note: 'hers', tags: ['hers'], isin: 'US0378331005', symbol: 'AAPL' });
      const filters: OperationFilter[] = [
        {},
        { accountId: ledger.ada.account.id },
        { accountIds: [ledger.ada.account.id, bea.account.id] },
        { figi: 'BBG000B9XRY4' },
        { isin: 'US0378331005' },
        { symbol: 'AAPL' },
        { instrument: 'BBG000B9XRY4' },
        { tag: 'hers' },
        { text: 'hers' },
        { type: 'buy' },
        { instrumentType: 'share' },
        { from: aCut('1970-01-01') },
        { to: aCut('2030-01-01') },
      ];
      for (const filter of filters) {
        expect(await ledger.page({ filter }, bea.user.id), JSON.stringify(filter)).to.deep.equal({
          rows: [],
          more: false,
        });
        expect((await ledger.page({ filter })).rows.map(({ id }) => id)).to.deep.equal([theirs!.id]);
      }
      const after = { date: theirs!.fields.date, id: '00000000-0000-0000-0000-000000000000' };
      expect((await ledger.page({ after }, bea.user.id)).rows).to.deep.equal([]);
    });

    it('is narrowed by each filter, and by several at once', async () => {
      const second = anAccountOf(ledger.ada.user, { name: 'Second' });
      await ledger.store.unitOfWork.run(({ accounts }) => accounts.save(second));
      const labelled = {
        figi: ledger.aBuy({ isin: 'US0378331005', symbol: 'AAPL' }),
        isin: ledger.aBuy({ figi: null, isin: 'US0378331005', symbol: 'AAPL', instrumentType: null }),
        symbol: ledger.aBuy({ figi: null, symbol: 'AAPL', type: 'sell', tags: ['x'] }),
        second: ledger.aBuy({
          figi: null,
          symbol: 'SBER',
          instrumentType: 'bond',
          accountId: second.id,
          tags: ['y', 'x'],
        }),
        cash: anOperationOf(ledger.ada, {
          type: 'deposit',
          payment: '5',
          currency: 'USD',
          date: '2026-11-20T10:00:00Z',
        }),
      };
      await bookAll(ledger.store, Object.values(labelled));
      const shown = async (filter: OperationFilter): Promise<string> => {
        const shownIds = (await ledger.page({ filter })).rows.map(({ id }) => id);
        return Object.entries(labelled)
          .filter(([, { id }]) => shownIds.includes(id))
          .map(([label]) => label)
          .join(' ');
      };
      expect(await shown({})).to.equal('figi isin symbol second cash');
      expect(await shown({ accountId: second.id })).to.equal('second');
      expect(await shown({ accountIds: [second.id] })).to.equal('second');
      expect(await shown({ accountIds: [second.id, ledger.ada.account.id] })).to.equal('figi isin symbol second cash');
      expect(await shown({ accountIds: [] })).to.equal('');
      expect(await shown({ accountIds: [ledger.ada.user.id] })).to.equal('');
      expect(await shown({ accountIds: [second.id, ledger.ada.user.id], accountId: second.id })).to.equal('second');
      expect(await shown({ accountIds: [ledger.ada.account.id], accountId: second.id })).to.equal('');
      expect(await shown({ accountIds: [ledger.ada.account.id], type: 'sell' })).to.equal('symbol');
      expect(await shown({ type: 'sell' })).to.equal('symbol');
      expect(await shown({ instrumentType: 'share' })).to.equal('figi symbol');
      expect(await shown({ figi: 'BBG000B9XRY4' })).to.equal('figi');
      expect(await shown({ isin: 'US0378331005' })).to.equal('figi isin');
      expect(await shown({ symbol: 'AAPL' })).to.equal('figi isin symbol');
      expect(await shown({ instrument: 'AAPL' })).to.equal('symbol');
      expect(await shown({ instrument: 'US0378331005' })).to.equal('isin');
      expect(await shown({ instrument: 'BBG000B9XRY4' })).to.equal('figi');
      expect(await shown({ figi: 'AAPL' })).to.equal('');
      expect(await shown({ tag: 'x' })).to.equal('symbol second');
      expect(await shown({ tag: 'x', accountId: second.id })).to.equal('second');
      expect(await shown({ symbol: 'AAPL', type: 'buy', instrumentType: 'share' })).to.equal('figi');
      expect(await shown({ figi: 'BBG000B9XRY4', isin: 'US0378331005', symbol: 'SBER' })).to.equal('');
    });

    it('finds a part of a note, a name, a source or an external id, in any case', async () => {
      const [buy] = await ledger.bookBuys({
        figi: 'BBG000B9XRY4',
        isin: 'US0378331005',
        symbol: 'AAPL',
        note: 'Дивиденды за ГОД',
        source: 'T-Invest',
        externalId: 'Abc-42',
        tags: ['tagged'],
      });
      await ledger.bookBuys({ figi: null, symbol: 'SBER' });
      for (const text of ['за год', 'ДИВИДЕНДЫ', 'b9xr', 'us037', 'aap', 't-inv', 'INVEST', 'abc-4', 'c-42'])
        expect(
          (await ledger.page({ filter: { text } })).rows.map(({ id }) => id),
          text,
        ).to.deep.equal([buy!.id]);
      for (const text of ['tagged', 'AAPL T', 'AAPLT-Invest', 'USD', 'share'])
        expect((await ledger.page({ filter: { text } })).rows, text).to.deep.equal([]);
    });

    it('takes every sign in a searched text as itself', async () => {
      const notes = ['50%', '50 percent', 'a_b', 'aXb', 'c\\d', 'c/d', "e'f", '$1', '?', ':x', '%_\\'];
      await ledger.bookBuys(...notes.map((note) => ({ note })));
      const found = async (text: string) => (await ledger.page({ filter: { text } })).rows.map(({ note }) => note);
      expect(await found('50%')).to.deep.equal(['50%']);
      expect(await found('a_b')).to.deep.equal(['a_b']);
      expect(await found('c\\d')).to.deep.equal(['c\\d']);
      expect(await found('%')).to.deep.equal(['50%', '%_\\']);
      expect(await found('_')).to.deep.equal(['a_b', '%_\\']);
      expect(await found('\\')).to.deep.equal(['c\\d', '%_\\']);
      for (const text of ["e'f", '$1', '?', ':x']) expect(await found(text)).to.deep.equal([text]);
    });

    it('begins with its first instant and ends before its last', async () => {
      const days = ['2026-01-01', '2026-01-01T00:00:00.001Z', '2026-01-02', '2026-01-03'];
      await ledger.bookBuys(...days.map((date) => ({ date, note: date })));
      const within = async (filter: OperationFilter) => (await ledger.page({ filter })).rows.map(({ note }) => note);
      const [first, third] = [aCut('2026-01-01'), aCut('2026-01-03')];
      expect(await within({ from: first, to: third })).to.deep.equal(days.slice(0, 3));
      expect(await within({ from: aCut('2026-01-01T00:00:00.001Z') })).to.deep.equal(days.slice(1));
      expect(await within({ to: aCut('2026-01-01T00:00:00.001Z') })).to.deep.equal(days.slice(0, 1));
      expect(await within({ from: third, to: third })).to.deep.equal([]);
      expect(await within({ from: third, to: first })).to.deep.equal([]);
    });

    it('takes bare dates by their day, and instants by where the day of the owner begins', async () => {
      const dates = [
        '2026-01-01',
        '2026-01-01T10:59:59.999Z',
        '2026-01-01T11:00:00Z',
        '2026-01-02',
        '2026-01-02T11:00:00Z',
      ];
      await ledger.bookBuys(...dates.map((date) => ({ date, note: date })));
      const within = async (filter: OperationFilter) => (await ledger.page({ filter })).rows.map(({ note }) => note);
      const inAuckland = (day: string) => cutBefore(parseInstant(day), 'Pacific/Auckland');
      const [second, third] = [inAuckland('2026-01-02'), inAuckland('2026-01-03')];
      expect(await within({ from: second })).to.deep.equal(dates.slice(2));
      expect(await within({ to: second })).to.deep.equal(dates.slice(0, 2));
      expect(await within({ from: second, to: third })).to.deep.equal(dates.slice(2, 4));
      const inHonolulu = cutBefore(parseInstant('2026-01-02'), 'Pacific/Honolulu');
      expect(await within({ from: inHonolulu })).to.deep.equal(dates.slice(3));
      expect(await within({ to: inHonolulu })).to.deep.equal(dates.slice(0, 3));
    });
  });
}
