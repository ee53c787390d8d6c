import { expect } from 'chai';
import { computedCash } from '#domain/ledger/cash-effect.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { anOperation, textOf } from '#test/domain/builders.ts';

const cash = (draft: OperationDraft) => textOf(computedCash(anOperation(draft).fields));
const check = (draft: OperationDraft) => anOperation(draft).fields.paymentCheck;

describe('The cash that an operation comes to', () => {
  for (const [what, draft, amount] of [
    ['a buy pays quantity · price and the fee', { type: 'buy' }, '-1001'],
    ['a buy pays the accrued interest too', { type: 'buy', accruedInterest: '12.34' }, '-1013.34'],
    ['a sell gets quantity · price less the fee', { type: 'sell' }, '999'],
    ['a sell gets the accrued interest too', { type: 'sell', accruedInterest: '12.34' }, '1011.34'],
    ['a fee in another currency is not mixed in', { type: 'buy', feeCurrency: 'EUR' }, '-1000'],
    ['a negative price turns a buy around', { type: 'buy', price: '-2', fee: '1' }, '19'],
    [
      'the last digit counts',
      { type: 'buy', quantity: '0.000000000000000001', price: '0.000000000000000001', fee: '0' },
      '-0.000000000000000000000000000000000001',
    ],
    ['a transfer in moves no cash', { type: 'transfer_in' }, '0'],
    ['a transfer out moves no cash', { type: 'transfer_out' }, '0'],
    ['a split moves no cash', { type: 'split', ratio: '4:1' }, '0'],
    ['of a dividend only the payment can tell', { type: 'dividend', payment: '5' }, null],
    ['of a redemption only the payment can tell', { type: 'redemption', payment: '1000' }, null],
    ['of a deposit only the payment can tell', { type: 'deposit', payment: '5000' }, null],
  ] as const) {
    it(`is ${amount ?? 'unknown'}: ${what}`, () => {
      expect(cash(draft)).to.equal(amount);
    });
  }
});

describe('The check of a payment', () => {
  for (const [payment, result] of [
    ['-1001', 'ok'],
    ['-1001.01', 'ok'],
    ['-1000.99', 'ok'],
    ['-1001.010000000000000001', 'differs'],
    ['-1000.989999999999999999', 'differs'],
    ['1001', 'differs'],
  ] as const) {
    it(`of ${payment} for a buy of 1001 is ${result}`, () => {
      expect(check({ payment })).to.equal(result);
    });
  }

  it('of a transfer or a split is against zero', () => {
    expect(check({ type: 'transfer_in', payment: '0' })).to.equal('ok');
    expect(check({ type: 'split', ratio: '4:1', payment: '5' })).to.equal('differs');
  });

  it('says nothing without a payment, or where there is nothing to compute', () => {
    expect(check({})).to.equal(null);
    expect(check({ type: 'dividend', payment: '5' })).to.equal(null);
  });
});
