import { expect } from 'chai';
import type { OperationBody } from '../support/answer.ts';
import { anOperation } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

describe('What is shown of an operation and follows from its fields', () => {
  let app: TestApp;
  let ada: Person;
  const post = (field: string, value: unknown) =>
    ada.bearer.post('/operations', anOperation({ symbol: 'AAPL', [field]: value }));

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('(instrument) is the figi, or else the isin, or else the symbol', async () => {
    const [figi, isin, symbol] = ['BBG000B9XRY4', 'US0378331005', 'AAPL'];
    for (const [names, instrument] of [
      [{ figi, isin, symbol }, figi],
      [{ figi: null, isin, symbol }, isin],
      [{ figi: null, isin: null, symbol }, symbol],
    ] as const) {
      const answer = await ada.bearer.post('/operations', anOperation(names));
      expect(answer.json<OperationBody>().instrument).to.equal(instrument);
    }
  });

  it('(figi_check) tells whether the figi follows the standard', async () => {
    for (const figi of ['BBG000B9XRY4', 'BBG000BPH459', 'BBG000BLNNH6', 'BBG000BVPV84', 'BBG004730N88', 'NRG92C84SB39'])
      expect((await post('figi', figi)).json()).to.include({ figi_check: 'ok' });
    for (const figi of ['BBG000B9XRY5', 'BBG000B9YXR4', 'FUTSI0626000', 'TCS00A107T19', 'KYG000B9XRY4', 'BBX000B9XRY4'])
      expect((await post('figi', figi)).json()).to.include({ figi_check: 'nonstandard' });
    expect((await post('figi', null)).json()).to.include({ figi_check: null });
  });

  describe('payment_check', () => {
    const BOND = { type: 'buy', symbol: 'BOND', quantity: '10', price: '99.5', accrued_interest: '1.25', fee: '0.75' };
    for (const [what, fields, check] of [
      ['has nothing to say without a payment', BOND, null],
      ['agrees with what a buy costs', { ...BOND, payment: '-997' }, 'ok'],
      ['agrees within a cent', { ...BOND, payment: '-997.01' }, 'ok'],
      ['agrees within a cent the other way', { ...BOND, payment: '-996.99' }, 'ok'],
      ['differs beyond a cent', { ...BOND, payment: '-997.010000000000000001' }, 'differs'],
      ['differs when the sign is wrong', { ...BOND, payment: '997' }, 'differs'],
      ['agrees with what a sale brings', { ...BOND, type: 'sell', payment: '995.5' }, 'ok'],
      ['leaves a fee in another currency out', { ...BOND, fee_currency: 'BNB', payment: '-996.25' }, 'ok'],
      ['expects nothing of a transfer', { type: 'transfer_in', symbol: 'A', quantity: '1', payment: '0' }, 'ok'],
      [
        'differs for a transfer that is paid',
        { type: 'transfer_out', symbol: 'A', quantity: '1', payment: '5' },
        'differs',
      ],
      ['expects nothing of a split', { type: 'split', symbol: 'A', ratio: '4:1', payment: '0' }, 'ok'],
      ['cannot judge a dividend', { type: 'dividend', symbol: 'A', payment: '5' }, null],
      ['cannot judge a deposit', { type: 'deposit', payment: '5' }, null],
    ] as const)
      it(what, async () => {
        const answer = await ada.bearer.post('/operations', { currency: 'USD', date: '2026-11-20', ...fields });
        expect(answer.json<OperationBody>().payment_check).to.equal(check);
      });
  });
});
