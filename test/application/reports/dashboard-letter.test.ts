import { expect } from 'chai';
import type { FiguresRow } from '#application/ports/report-figures.ts';
import { amountText } from '#application/reports/amount-text.ts';
import { dashboardLetter, dashboardResult } from '#application/reports/dashboard-letter.ts';
import { periodName } from '#application/reports/period-name.ts';
import { CASH_FIGURES, type CashFigure } from '#domain/ledger/cash-figures.ts';
import { CalendarPeriod } from '#domain/shared/calendar-period.ts';
import { memoryPorts } from '#test/application/doubles/memory-ports.ts';
import { anOperationOf, bookAll, settle } from '#test/contracts/settlers.ts';
import { ACCOUNT_ID, anOperationDraft, aUser, OTHER_ACCOUNT_ID } from '#test/domain/builders.ts';

const ada = aUser();

const aRow = (differences: Partial<FiguresRow> = {}): FiguresRow => ({
  account_id: ACCOUNT_ID,
  account_name: 'Main',
  currency: 'USD',
  operations: { buy: 1 },
  net_cash: '0',
  ...(Object.fromEntries(CASH_FIGURES.map((figure) => [figure, '0'])) as Record<CashFigure, string>),
  ...differences,
});

const aReport = (figures: readonly FiguresRow[], period = '2026-11') => ({
  period: CalendarPeriod.parse(period),
  timeZone: 'Europe/Berlin',
  figures,
});

const letterOf = (...figures: FiguresRow[]) => dashboardLetter(ada, aReport(figures));
const csvOf = (...figures: FiguresRow[]) =>
  letterOf(...figures)
    .attachments![0]!.text.trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

describe('A dashboard report', () => {
  it('is a letter to its owner about the period, by the time of the zone', () => {
    const { to, subject, paragraphs, action } = letterOf(aRow());
    expect([to, subject, action]).to.deep.equal(['ada@example.com', 'Your ledger: November 2026', null]);
    expect(paragraphs).to.deep.equal([
      'Hello Ada,',
      'this is what was booked in November 2026, by the time of Europe/Berlin. Net cash is all that came in less all that went out, fees and taxes included.',
    ]);
  });

  it('says that nothing was booked, and still has its file', () => {
    const letter = letterOf();
    expect(letter.paragraphs[1]).to.equal('nothing was booked in November 2026, by the time of Europe/Berlin.');
    expect([letter.chart, letter.tables]).to.deep.equal([undefined, []]);
    expect(csvOf()).to.have.lengthOf(1);
  });

  it('has a table of each account: currencies beside each other, and only figures in which something happened', () => {
    const { tables } = letterOf(
      aRow({ operations: { buy: 2, sell: 1 }, bought: '1234.567', fees: '1', net_cash: '-1235.567' }),
      aRow({ currency: 'JPY', sold: '5000', net_cash: '5000' }),
      aRow({ account_id: OTHER_ACCOUNT_ID, account_name: 'Second', currency: null, operations: { split: 1 } }),
    );
    expect(tables).to.deep.equal([
      {
        caption: 'Main',
        columns: [
          { label: 'Figure', isNumber: false },
          { label: 'USD', isNumber: true },
          { label: 'JPY', isNumber: true },
        ],
        rows: [
          ['Operations', '3', '1'],
          ['Bought', '1,234.57', '0'],
          ['Sold', '0.00', '5,000'],
          ['Fees', '1.00', '0'],
          ['Net cash', '-1,235.57', '5,000'],
        ],
      },
      {
        caption: 'Second',
        columns: [
          { label: 'Figure', isNumber: false },
          { label: 'No currency', isNumber: true },
        ],
        rows: [
          ['Operations', '1'],
          ['Net cash', '0'],
        ],
      },
    ]);
  });

  it('goes on in another table where an account has many currencies', () => {
    const { tables } = letterOf(...['AUD', 'CHF', 'EUR', 'USD'].map((currency) => aRow({ currency })));
    expect(tables!.map(({ caption, columns }) => [caption, columns.length])).to.deep.equal([
      ['Main', 4],
      ['Main (continued)', 2],
    ]);
  });

  it('has a chart of the net cash, currency by currency, and of nothing that has none', () => {
    const second = { account_id: OTHER_ACCOUNT_ID, account_name: 'Second' };
    const { chart } = letterOf(
      aRow({ currency: 'EUR', net_cash: '1.5' }),
      aRow({ net_cash: '-2000' }),
      aRow({ currency: null }),
      aRow({ ...second, net_cash: '0.005' }),
    );
    expect(chart).to.deep.equal({
      title: 'Net cash, November 2026',
      groups: [
        { label: 'EUR', bars: [{ label: 'Main', value: '1.5', shown: '1.50' }] },
        {
          label: 'USD',
          bars: [
            { label: 'Main', value: '-2000', shown: '-2,000.00' },
            { label: 'Second', value: '0.005', shown: '0.01' },
          ],
        },
      ],
    });
    expect(letterOf(aRow({ currency: null })).chart).to.equal(undefined);
  });

  it('has in its file every figure to the last digit, under the names of the API', () => {
    const exact = '-0.000000000000000000000000000000000001';
    const letter = letterOf(aRow({ account_name: '=1+1', operations: { buy: 2, coupon: 1 }, net_cash: exact }));
    expect(letter.attachments!.map(({ name, type }) => [name, type])).to.deep.equal([
      ['blotter-2026-11.csv', 'text/csv'],
    ]);
    const [names, cells, ...more] = csvOf(
      aRow({ account_name: '=1+1', operations: { buy: 2, coupon: 1 }, net_cash: exact }),
    );
    const line = Object.fromEntries(names!.map((name, at) => [name, cells![at]]));
    expect(more).to.deep.equal([]);
    expect(line).to.include({
      '\uFEFFaccount_id': ACCOUNT_ID,
      account_name: "'=1+1",
      currency: 'USD',
      operations: '3',
      bought: '0',
      net_cash: exact,
      operations_buy: '2',
      operations_sell: '0',
      operations_coupon: '1',
    });
    expect(names).to.have.lengthOf(4 + CASH_FIGURES.length + 1 + 16);
  });

  it('is no longer than a mail may be: the rest is in the file, and that is said', () => {
    const figures = Array.from({ length: 200 }, (_, at) => aRow({ account_id: `${at}`, account_name: `A${at}` }));
    const { tables, chart, paragraphs } = letterOf(...figures);
    expect([tables!.length, chart!.groups.flatMap(({ bars }) => bars).length]).to.deep.equal([10, 30]);
    expect(paragraphs.at(-1)).to.equal('There is more than fits here: the attached file has all of it.');
    expect(csvOf(...figures)).to.have.lengthOf(201);
  });

  it('is shown by its job with the instants that it is about', () => {
    const figures = [aRow({ operations: {} })];
    const result = dashboardResult(aReport(figures));
    expect(JSON.parse(JSON.stringify(result))).to.deep.equal({
      period: '2026-11',
      time_zone: 'Europe/Berlin',
      from: '2026-10-31T23:00:00.000Z',
      to: '2026-11-30T23:00:00.000Z',
      figures,
    });
  });

  it('waits as JSON, whole', () => {
    const letter = letterOf(aRow(), aRow({ account_name: '\u202E"</td>' }));
    expect(JSON.parse(JSON.stringify(letter))).to.deep.equal(letter);
  });

  it('tells what was booked', async () => {
    const ports = memoryPorts();
    const bea = await settle(ports);
    await bookAll(ports, [
      anOperationOf(bea, anOperationDraft({ date: '2026-11-20' })),
      anOperationOf(
        bea,
        anOperationDraft({ type: 'sell', quantity: '4', price: '110', date: '2026-11-21', feeCurrency: 'EUR' }),
      ),
      anOperationOf(bea, anOperationDraft({ date: '2026-10-31T22:59:59Z' })),
    ]);
    const period = CalendarPeriod.parse('2026-11');
    const figures = await ports.reportFigures.list(bea.user.id, {
      accountIds: null,
      range: period.rangeIn('Europe/Berlin'),
    });
    const { tables } = dashboardLetter(bea.user, { period, timeZone: 'Europe/Berlin', figures });
    expect(tables!.map(({ rows }) => rows)).to.deep.equal([
      [
        ['Operations', '0', '2'],
        ['Bought', '0.00', '1,000.00'],
        ['Sold', '0.00', '440.00'],
        ['Fees', '1.00', '1.00'],
        ['Net cash', '-1.00', '-561.00'],
      ],
    ]);
  });
});

describe('An amount for people', () => {
  for (const [decimal, currency, text] of [
    ['-1234567.891', 'USD', '-1,234,567.89'],
    ['0.005', 'EUR', '0.01'],
    ['-0.001', 'USD', '0.00'],
    ['1234.5', 'JPY', '1,235'],
    ['1.2345', 'KWD', '1.235'],
    ['0.123456789', 'BTC', '0.12345679'],
    ['5', 'USDT', '5'],
    ['0', null, '0'],
    ['9999999999999999999999999999999999999800.004', 'USD', '9,999,999,999,999,999,999,999,999,999,999,999,999,800.00'],
  ] as const) {
    it(`is ${text} of ${decimal} ${currency}`, () => {
      expect(amountText(decimal, currency)).to.equal(text);
    });
  }
});

describe('The name of a period', () => {
  for (const [text, name] of [
    ['2026-11-24', '24 November 2026'],
    ['2026-W48', 'week 48 of 2026 (23 – 29 November 2026)'],
    ['2026-W05', 'week 5 of 2026 (26 January – 1 February 2026)'],
    ['2020-W53', 'week 53 of 2020 (28 December 2020 – 3 January 2021)'],
    ['2026-11', 'November 2026'],
    ['2026', '2026'],
  ] as const) {
    it(`${text} is ${name}`, () => {
      expect(periodName(CalendarPeriod.parse(text))).to.equal(name);
    });
  }
});
