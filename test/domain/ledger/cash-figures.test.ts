import { expect } from 'chai';
import { cashMoves } from '#domain/ledger/cash-figures.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { recorded } from '#test/domain/builders.ts';

const TRADE = { symbol: 'A', quantity: '10', price: '100', currency: 'USD', date: '2026-11-20' };
const movesOf = (draft: OperationDraft): string[] =>
  cashMoves(recorded(draft).fields).map(({ currency, figure, amount }) => `${figure} ${amount} ${currency}`);

describe('The cash of an operation', () => {
  for (const [what, draft, moves] of [
    ['a buy', { ...TRADE, type: 'buy' }, ['bought -1000 USD']],
    ['a buy with a fee', { ...TRADE, type: 'buy', fee: '1' }, ['bought -1000 USD', 'fees -1 USD']],
    ['a sale of a bond', { ...TRADE, type: 'sell', accruedInterest: '5' }, ['sold 1005 USD']],
    [
      'a buy whose payment was given: it counts, and the fee is in it',
      { ...TRADE, type: 'buy', fee: '1', payment: '-1000.99' },
      ['bought -999.99 USD', 'fees -1 USD'],
    ],
    [
      'a fee in another currency: it is no part of the payment',
      { ...TRADE, type: 'sell', fee: '1', feeCurrency: 'EUR', payment: '1000' },
      ['sold 1000 USD', 'fees -1 EUR'],
    ],
    [
      'a dividend that is less its fee',
      { type: 'dividend', symbol: 'A', payment: '9', fee: '1', currency: 'USD', date: '2026-11-20' },
      ['dividends 10 USD', 'fees -1 USD'],
    ],
    [
      'a transfer, whose fee is no cash of the account',
      { ...TRADE, type: 'transfer_in', fee: '1' },
      ['other 1 USD', 'fees -1 USD'],
    ],
    ['a split', { type: 'split', symbol: 'A', ratio: '4:1', date: '2026-11-20' }, ['other 0 null']],
    ['a refunded fee', { type: 'fee', payment: '2', currency: 'USD', date: '2026-11-20' }, ['fees 2 USD']],
  ] as const) {
    it(`is told apart: ${what}`, () => {
      expect(movesOf(draft)).to.deep.equal(moves);
    });
  }
});
