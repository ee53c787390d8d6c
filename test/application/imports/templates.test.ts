import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { parseTemplate } from '#application/imports/reading/parse-template.ts';
import { TEMPLATES } from '#application/imports/reading/templates.ts';
import { brokerExport } from './imports-as.ts';
import { briefly } from './read-tables.ts';

const SOUND = {
  name: 'broker',
  title: 'Broker',
  source: 'broker',
  columns: { date: ['Date'], type: ['Type'], amount: ['Amount'] },
  decimal: '.',
  timeZone: 'UTC',
  type: 'type',
  fields: { date: 'date', currency: { constant: 'EUR' } },
  sets: { cash: { payment: 'amount' } },
  corrected: { payment: 'amount' },
  rules: [
    { when: { type: 'Fee' }, type: 'fee', use: ['cash'] },
    { when: {}, ignore: 'Nothing.' },
  ],
};

const rule = (changed: object): object => ({ ...SOUND, rules: [{ when: {}, type: 'fee', ...changed }] });

describe('A template', () => {
  it('is there for every file of the folder, and has a sample', () => {
    const folder = new URL('../../../src/application/imports/templates/', import.meta.url);
    const names = readdirSync(folder).map((file) => file.replace('.json', ''));
    expect(TEMPLATES.map(({ name }) => name)).to.deep.equal(names.sort());
    for (const name of names) expect(brokerExport(name).length).to.be.greaterThan(0);
  });

  it('gives its operations the fields of all, of the sets they use, and their own, in this order', () => {
    const { rules } = parseTemplate({
      ...SOUND,
      rules: [{ when: {}, type: 'fee', use: ['cash'], set: { currency: null, payment: { negate: 'amount' } } }],
    });
    expect(rules).to.deep.equal([
      {
        when: {},
        operations: [
          { when: {}, type: 'fee', fields: { date: 'date', currency: null, payment: { negate: 'amount' } } },
        ],
      },
    ]);
  });

  for (const [mistake, json, place] of [
    ['a key that there is not', { ...SOUND, colour: 'red' }, 'broker: there is no key colour'],
    ['no type column', { ...SOUND, type: 'kind' }, 'broker/type'],
    ['a style of numbers that there is not', { ...SOUND, decimals: { amount: ';' } }, 'one of'],
    ['a style of a column that there is not', { ...SOUND, decimals: { sum: '.' } }, 'there is no sum'],
    ['a field that there is not', { ...SOUND, fields: { colour: 'date' } }, 'broker/fields: there is no key colour'],
    ['a column that there is not', rule({ set: { payment: 'sum' } }), 'broker/rules/0/set/payment'],
    ['a set that there is not', rule({ use: ['money'] }), 'broker/rules/0/use/0'],
    ['a type that there is not', rule({ type: 'frob' }), 'one of'],
    ['a condition on a column that there is not', rule({ when: { sum: '1' } }), 'there is no sum'],
    [
      'a condition that there is not',
      rule({ when: { type: { like: 'x' } } }),
      'broker/rules/0/when/type: there is no condition',
    ],
    ['a pattern that is none', rule({ when: { type: { matches: '(' } } }), 'Invalid regular expression'],
    ['an expression that there is not', rule({ set: { price: { root: 'amount' } } }), 'this is no expression'],
    ['a quotient of one', rule({ set: { price: { quotient: ['amount'] } } }), 'two are wanted'],
    [
      'a sentence about a column that there is not',
      rule({ set: { note: { text: '{sum}' } } }),
      'there is no column sum',
    ],
    ['a time zone that there is not', { ...SOUND, timeZone: 'Mars/Base' }, 'time zone'],
    ['a rule that says nothing', { ...SOUND, rules: [{ when: {} }] }, 'broker/rules/0/type'],
  ] as const) {
    it(`with ${mistake} is a mistake that says where it is`, () => {
      const said = place.replace('there is no condition', 'this is no condition');
      expect(() => parseTemplate(json)).to.throw(said);
    });
  }
});

/** What a broker writes beside its sample. */
const linesOf = (name: string, ...rows: string[]): string => {
  const [header = ''] = brokerExport(name).toString().split('\n');
  return [header, ...rows].join('\n');
};

describe('Beyond the samples', () => {
  it('pence at Trading 212 become pounds where pounds were paid, and only a price where euros were', async () => {
    const row = (total: string, currency: string): string =>
      `Market buy,2024-01-02 10:00:00,GB00BPQY8M80,AV,Aviva,10,496.5,GBX,1.15,,,${total},${currency},,,,EOF1,0.35,${currency}`;
    expect(
      await briefly(linesOf('trading212', row('50.00', 'GBP'), row('57.50', 'EUR').replace('EOF1', 'EOF2'))),
    ).to.deep.equal([
      {
        type: 'buy',
        date: '2024-01-02T10:00:00.000Z',
        isin: 'GB00BPQY8M80',
        symbol: 'AV',
        quantity: '10',
        price: '4.965',
        currency: 'GBP',
        payment: '-50',
        fee: '0.35',
      },
      {
        type: 'buy',
        date: '2024-01-02T10:00:00.000Z',
        isin: 'GB00BPQY8M80',
        symbol: 'AV',
        quantity: '10',
        price: '5.715',
        currency: 'EUR',
        payment: '-57.5',
        fee: '0.35',
        note: '496.5 GBX at 1.15',
      },
    ]);
  });

  it('a split at Trading 212 closes one position and opens the other', async () => {
    const row = (action: string, quantity: string): string =>
      `${action},2025-03-24 07:24:24.095,CA46500E8678,ISOU,IsoEnergy,${quantity},2.5,USD,1,,EUR,60,EUR,,,,EOF${quantity},,`;
    expect(
      await briefly(linesOf('trading212', row('Stock split close', '30'), row('Stock split open', '7.5'))),
    ).to.deep.equal([
      {
        type: 'transfer_out',
        date: '2025-03-24T07:24:24.095Z',
        isin: 'CA46500E8678',
        symbol: 'ISOU',
        quantity: '30',
        currency: 'EUR',
        note: 'Stock split close',
      },
      {
        type: 'transfer_in',
        date: '2025-03-24T07:24:24.095Z',
        isin: 'CA46500E8678',
        symbol: 'ISOU',
        quantity: '7.5',
        price: '8',
        currency: 'EUR',
        note: 'Stock split open',
      },
    ]);
  });

  it('a price at DEGIRO with three digits behind its separator is settled by what was paid', async () => {
    const row = (text: string, amount: string): string =>
      `02-01-2024,10:00,02-01-2024,X,IE00B4L5Y983,"${text}",,EUR,"${amount}",EUR,"0,00",`;
    const rows = await briefly(
      linesOf(
        'degiro',
        row('Koop 2 @ 5,416 EUR', '-10,83'),
        row('Buy 2 X@5,416 EUR (IE00B4L5Y983)', '-10832.00'),
        row('Koop 2 @ 5.416 EUR', '-10.832,00'),
        row('Koop 1.000 @ 5,5 EUR', '-5.500,00'),
        row('Sell 1,000 X@5.5 EUR (IE00B4L5Y983)', '5500.00'),
        row('Achat 1 046,5 @ 2 EUR', '-2.093,00'),
        row('Buy 4 3M CO@100 EUR (IE00B4L5Y983)', '-400.00'),
      ),
    );
    expect(
      rows
        .map((each) => each as Record<string, string>)
        .map(({ type, quantity, price, payment }) => [type, quantity, price, payment]),
    ).to.deep.equal([
      ['buy', '2', '5.416', '-10.83'],
      ['buy', '2', '5416', '-10832'],
      ['buy', '2', '5416', '-10832'],
      ['buy', '1000', '5.5', '-5500'],
      ['sell', '1000', '5.5', '5500'],
      ['buy', '1046.5', '2', '-2093'],
      ['buy', '4', '100', '-400'],
    ]);
  });

  it('an exchange at Interactive Brokers names both currencies where its symbol does', async () => {
    const header =
      'Buy/Sell,TradeDate,ISIN,Symbol,Quantity,TradePrice,TradeMoney,CurrencyPrimary,IBCommission,IBCommissionCurrency';
    expect(await briefly([header, 'BUY,20240126,,EUR.USD,1000,1.08,1080,USD,-2,CHF'].join('\n'))).to.deep.equal([
      [
        {
          type: 'adjustment',
          date: '2024-01-26',
          currency: 'USD',
          payment: '-1080',
          note: 'Exchange of currencies: BUY EUR.USD 1000 at 1.08',
        },
        {
          type: 'adjustment',
          date: '2024-01-26',
          currency: 'EUR',
          payment: '1000',
          note: 'Exchange of currencies: BUY EUR.USD 1000 at 1.08',
        },
        { type: 'fee', date: '2024-01-26', currency: 'CHF', payment: '-2', note: 'Commission of BUY EUR.USD' },
      ],
    ]);
  });

  it('a sale of a foreign paper at Avanza has the price that the kronor come to before the fee', async () => {
    const [row] = await briefly(
      linesOf('avanza', '2023-03-10;S;Sälj;S&P Global;-2;330,16;7061,51;SEK;21,45;10,72655;USD;US78409V1044;'),
    );
    expect(row).to.deep.include({ type: 'sell', price: '3541.48', currency: 'SEK', payment: '7061.51', fee: '21.45' });
  });

  it('an amount that is no number is a problem, never a zero that is left out', async () => {
    const row = '01/01/2024 05:50:54,Rollover Fee,Daily,0.0.8,-,0.08,1.00,0.00,-,,0.00';
    expect(await briefly(linesOf('etoro', row))).to.deep.equal([['Amount INVALID_FORMAT']]);
  });

  it('a note over several lines is one on one line', async () => {
    const row = '01/01/2024,Journal,,"one\ntwo\u0085three",,,,$5.00';
    expect(await briefly(linesOf('schwab', row))).to.deep.equal([
      { type: 'deposit', date: '2024-01-01', currency: 'USD', payment: '5', note: 'Journal: one two three' },
    ]);
  });

  it('a cell of a megabyte is not searched for patterns', async () => {
    const row = `02-01-2024,10:00,02-01-2024,X,IE00B4L5Y983,"a: koop ${'@ '.repeat(250_000)}",,EUR,"1,00",EUR,"0,00",`;
    const [operation] = await briefly(linesOf('degiro', row));
    expect(operation).to.deep.include({ type: 'adjustment', payment: '1' });
  });

  it('an order at Bitvavo that was not carried out is left out', async () => {
    const row = 'Europe/Amsterdam,2023-11-30,11:37:41,buy,ETH,1,EUR,2,EUR,-2,EUR,0,Cancelled,T-1,';
    expect(await briefly(linesOf('bitvavo', row))).to.deep.equal(['ignored']);
  });

  it('a type that Freetrade has not had yet is asked for, as its amounts have no sign', async () => {
    const row = `X,NEW_THING,2024-04-18T18:09:12.259Z,GBP,5.00${','.repeat(24)}`;
    expect(await briefly(linesOf('freetrade', row))).to.deep.equal([['Type UNKNOWN_TYPE']]);
    expect(await briefly(linesOf('freetrade', row), { types: { NEW_THING: 'withdrawal' } })).to.deep.equal([
      { type: 'withdrawal', date: '2024-04-18T18:09:12.259Z', currency: 'GBP', payment: '-5', note: 'NEW_THING: X' },
    ]);
  });

  it('a type that another broker has not had yet is kept under its name', async () => {
    expect(
      await briefly(linesOf('swissquote', '24-08-2022 07:00:15;0;Frobnication;;;;1.0;5.00;0.00;0.00;-5.00;1.00;CHF')),
    ).to.deep.equal([
      { type: 'adjustment', date: '2022-08-24T05:00:15.000Z', currency: 'CHF', payment: '-5', note: 'Frobnication' },
    ]);
  });
});
