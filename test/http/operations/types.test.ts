import { expect } from 'chai';
import type { OperationBody } from '../support/answer.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const NAME = { figi: 'BBG000B9XRY4' };
const TRADE = { ...NAME, quantity: '10', price: '100', currency: 'USD' };
const TRANSFER = { ...NAME, quantity: '10', currency: 'USD' };
const INCOME = { ...NAME, payment: '6.25', currency: 'USD' };
const CASH = { payment: '6.25', currency: 'USD' };

/** The least that each type is recorded with, beside its date. */
const LEAST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  buy: TRADE,
  sell: TRADE,
  transfer_in: TRANSFER,
  transfer_out: TRANSFER,
  deposit: CASH,
  withdrawal: { ...CASH, payment: '-6.25' },
  dividend: INCOME,
  coupon: INCOME,
  interest: CASH,
  fee: CASH,
  tax: CASH,
  amortisation: INCOME,
  redemption: { ...INCOME, quantity: '10' },
  return_of_capital: INCOME,
  split: { ...NAME, ratio: '4:1' },
  adjustment: CASH,
};

describe('An operation of a type', () => {
  let app: TestApp;
  let ada: Person;
  const post = (body: object) => ada.bearer.post('/operations', { date: '2026-11-20', ...body });
  const recorded = async (body: object): Promise<OperationBody> => (await post(body)).json();

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('is one of those that the document names', () => {
    const { Operation } = app.contract.document.components.schemas;
    expect(Operation?.properties).to.have.nested.property('type.enum').that.deep.equals(Object.keys(LEAST));
  });

  it('that nobody knows is refused at its type alone', async () => {
    for (const type of ['', 'Buy', 'BUY', ' buy', 'purchase', 'constructor', '__proto__', 'toString'])
      expect((await post({ type })).violations).to.deep.equal(['/type NOT_ALLOWED']);
    expect((await post({ type: null })).violations).to.deep.equal(['/type REQUIRED']);
    expect((await post({ type: ['buy'] })).violations).to.deep.equal(['/type INVALID_TYPE']);
  });

  it('short is a sell and cover is a buy', async () => {
    expect((await recorded({ ...TRADE, type: 'short' })).type).to.equal('sell');
    expect((await recorded({ ...TRADE, type: 'cover' })).type).to.equal('buy');
    expect((await ada.bearer.get('/operations?type=short')).json<unknown[]>()).to.have.length(1);
  });

  for (const [type, least] of Object.entries(LEAST)) {
    const needs = Object.keys(least);

    it(`${type} without ${needs.join(', ')} is refused at each of them at once`, async () => {
      expect((await post({ type })).violations).to.deep.equal(needs.map((field) => `/${field} REQUIRED`).sort());
    });

    for (const field of needs)
      it(`${type} is refused when its ${field} is left out`, async () => {
        expect((await post({ type, ...least, [field]: null })).violations).to.deep.equal([`/${field} REQUIRED`]);
      });

    it(`${type} is recorded with no more than ${needs.join(', ')}`, async () => {
      const operation = await recorded({ type, ...least });
      expect(operation).to.include({ type, ...least, account_id: ada.account, version: 1 });
      expect(operation.quantity).to.equal(least['quantity'] ?? '0');
    });

    if ('figi' in least)
      for (const [name, value] of [
        ['isin', 'US0378331005'],
        ['symbol', 'AAPL'],
      ] as const)
        it(`${type} can be named by ${name} alone`, async () => {
          expect((await recorded({ type, ...least, figi: null, [name]: value })).instrument).to.equal(value);
        });
    else
      it(`${type} can carry a name, and needs none`, async () => {
        expect((await recorded({ type, ...least, ...NAME })).instrument).to.equal(NAME.figi);
        expect((await recorded({ type, ...least })).instrument).to.equal(null);
      });

    if ('quantity' in least)
      it(`${type} moves a position, so a quantity of zero is refused`, async () => {
        for (const quantity of ['0', '0.000', 0, '-0'])
          expect((await post({ type, ...least, quantity })).violations).to.deep.equal(['/quantity OUT_OF_RANGE']);
      });

    if (type !== 'split')
      it(`${type} has no ratio`, async () => {
        expect((await post({ type, ...least, ratio: '4:1' })).violations).to.deep.equal(['/ratio NOT_ALLOWED']);
      });

    if (type !== 'buy' && type !== 'sell')
      it(`${type} has no accrued interest`, async () => {
        const answer = await post({ type, ...least, accrued_interest: '1' });
        expect(answer.violations).to.deep.equal(['/accrued_interest NOT_ALLOWED']);
      });
  }

  it('deposit brings money in and withdrawal takes it out: the other sign, and zero, is refused', async () => {
    for (const payment of ['-1', '0', '-0.000000000000000001'])
      expect((await post({ type: 'deposit', ...CASH, payment })).violations).to.deep.equal(['/payment OUT_OF_RANGE']);
    for (const payment of ['1', '0', '0.000000000000000001'])
      expect((await post({ type: 'withdrawal', ...CASH, payment })).violations).to.deep.equal([
        '/payment OUT_OF_RANGE',
      ]);
  });

  it('fee, tax, interest and income go either way', async () => {
    for (const type of ['fee', 'tax', 'interest', 'adjustment'])
      for (const payment of ['-1.5', '1.5'])
        expect((await recorded({ type, ...CASH, payment })).payment).to.equal(payment);
    for (const type of ['dividend', 'coupon'])
      expect((await recorded({ type, ...INCOME, payment: '-1.5' })).payment).to.equal('-1.5');
  });

  it('needs a currency for every amount of money', async () => {
    const split = { type: 'split', ...LEAST['split'] };
    expect((await post({ ...split, payment: '1' })).violations).to.deep.equal(['/currency REQUIRED']);
    expect((await post({ ...split, fee: '1' })).violations).to.deep.equal(['/fee_currency REQUIRED']);
    expect((await recorded({ ...split, fee: '1', fee_currency: 'USD' })).fee_currency).to.equal('USD');
  });

  it('tells everything that is wrong at once, each at its field', async () => {
    const answer = await post({
      type: 'buy',
      figi: 'bad',
      isin: 'US0378331006',
      symbol: '',
      instrument_type: 'stock',
      quantity: '-1',
      price: '1e3',
      currency: 'GBX',
      payment: '1,5',
      fee: '-0.5',
      fee_currency: '€',
      accrued_interest: 'x',
      ratio: '4:1',
      date: 'yesterday',
      date_precision: 'hour',
      source: '',
      external_id: 'a\0',
      note: 'x'.repeat(2_001),
      tags: ['ok', ''],
      account_id: 'mine',
      surprise: true,
      version: 3,
    });
    expect(answer.outcome).to.equal('422 INVALID_FIELDS');
    expect(answer.violations).to.deep.equal([
      '/account_id INVALID_FORMAT',
      '/accrued_interest INVALID_FORMAT',
      '/currency MINOR_UNIT',
      '/date INVALID_FORMAT',
      '/date_precision NOT_ALLOWED',
      '/external_id INVALID_FORMAT',
      '/fee OUT_OF_RANGE',
      '/fee_currency INVALID_FORMAT',
      '/figi INVALID_FORMAT',
      '/instrument_type NOT_ALLOWED',
      '/isin INVALID_CHECK_DIGIT',
      '/note TOO_LONG',
      '/payment INVALID_FORMAT',
      '/price INVALID_FORMAT',
      '/quantity OUT_OF_RANGE',
      '/ratio NOT_ALLOWED',
      '/source TOO_SHORT',
      '/surprise UNKNOWN_FIELD',
      '/symbol INVALID_FORMAT',
      '/tags/1 TOO_SHORT',
      '/version READ_ONLY',
    ]);
  });

  it('that is refused leaves nothing behind', async () => {
    const eve = await app.signedUp();
    await eve.bearer.post('/operations', { type: 'buy', date: '2026-11-20' });
    for (const table of ['operations', 'operation_history', 'idempotency_keys'])
      expect(await app.sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, [eve.user.id])).to.deep.equal([]);
  });
});
