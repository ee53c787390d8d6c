import { expect } from 'chai';
import type { OperationDraft, OperationField } from '#domain/ledger/operation-draft.ts';
import { OPERATION_TYPE_RULES, OPERATION_TYPES, type OperationType } from '#domain/ledger/operation-type.ts';
import { anOperation, recorded } from '#test/domain/builders.ts';
import { violationsOf } from '#test/domain/refusals.ts';

const name = { figi: 'BBG000B9XRY4' };
const trade = { ...name, quantity: '10', price: '100', currency: 'USD' };
const transfer = { ...name, quantity: '10', currency: 'USD' };
const income = { ...name, payment: '6.25', currency: 'USD' };
const cash = { payment: '6.25', currency: 'USD' };

/** The least that each type can be recorded with, apart from the type and the date. */
const LEAST: Readonly<Record<OperationType, OperationDraft>> = {
  buy: trade,
  sell: trade,
  transfer_in: transfer,
  transfer_out: transfer,
  deposit: cash,
  withdrawal: { payment: '-6.25', currency: 'USD' },
  dividend: income,
  coupon: income,
  interest: cash,
  fee: cash,
  tax: cash,
  amortisation: income,
  redemption: { ...income, quantity: '10' },
  return_of_capital: income,
  split: { ...name, ratio: '4:1' },
  adjustment: cash,
};

const dated = (type: string, draft: OperationDraft): OperationDraft => ({ type, date: '2026-11-20', ...draft });

describe('An operation of a type', () => {
  it('that nobody knows is refused, and nothing is said about its needs', () => {
    for (const type of ['', 'Buy', 'purchase', 'constructor', 'toString', ' buy']) {
      expect(violationsOf(() => recorded(dated(type, {})))).to.deep.equal(['type NOT_ALLOWED']);
    }
  });

  for (const type of OPERATION_TYPES) {
    const least = LEAST[type];
    const needed = Object.keys(least) as OperationField[];

    it(`${type} without ${needed.join(', ')} is refused at each of them`, () => {
      const refused = violationsOf(() => recorded(dated(type, {})));
      expect([...refused].sort()).to.deep.equal(needed.map((field) => `${field} REQUIRED`).sort());
    });

    it(`${type} with only ${needed.join(', ')} is recorded`, () => {
      expect(recorded(dated(type, least)).fields.type).to.equal(type);
    });

    for (const field of needed) {
      it(`${type} is refused when its ${field} is left out`, () => {
        expect(violationsOf(() => recorded(dated(type, { ...least, [field]: null })))).to.deep.equal([
          `${field} REQUIRED`,
        ]);
      });
    }

    it(`${type} ${needed.includes('quantity') ? 'moves' : 'does not move'} a position`, () => {
      expect(OPERATION_TYPE_RULES[type].position !== 0).to.equal(needed.includes('quantity'));
    });

    if (type !== 'split') {
      it(`${type} is refused with a ratio`, () => {
        const draft = dated(type, { ...least, ratio: '4:1' });
        expect(violationsOf(() => recorded(draft))).to.deep.equal(['ratio NOT_ALLOWED']);
      });
    }

    const accrues = type === 'buy' || type === 'sell';
    it(`${type} ${accrues ? 'may have' : 'is refused with'} accrued interest`, () => {
      const draft = dated(type, { ...least, accruedInterest: '1.5' });
      if (accrues) expect(recorded(draft).fields.accruedInterest?.text).to.equal('1.5');
      else expect(violationsOf(() => recorded(draft))).to.deep.equal(['accruedInterest NOT_ALLOWED']);
    });

    if (needed.includes('quantity')) {
      it(`${type} is refused with a quantity of zero`, () => {
        const draft = dated(type, { ...least, quantity: '0.00' });
        expect(violationsOf(() => recorded(draft))).to.deep.equal(['quantity OUT_OF_RANGE']);
      });
    } else {
      it(`${type} has the quantity 0 when it is left out, and keeps one that is given`, () => {
        expect(recorded(dated(type, least)).fields.quantity.text).to.equal('0');
        expect(recorded(dated(type, { ...least, quantity: '3' })).fields.quantity.text).to.equal('3');
      });
    }
  }

  for (const [type, payments] of [
    ['deposit', ['0', '-1']],
    ['withdrawal', ['0', '1']],
  ] as const) {
    for (const payment of payments) {
      it(`${type} is refused with a payment of ${payment}`, () => {
        const draft = dated(type, { currency: 'USD', payment });
        expect(violationsOf(() => recorded(draft))).to.deep.equal(['payment OUT_OF_RANGE']);
      });
    }
  }

  for (const type of ['fee', 'tax', 'interest', 'dividend', 'coupon', 'adjustment'] as const) {
    it(`${type} may take money or give it back`, () => {
      for (const payment of ['-2.5', '2.5']) {
        expect(recorded(dated(type, { ...LEAST[type], payment })).fields.payment?.text).to.equal(payment);
      }
    });
  }

  it('is named by a figi, an isin or a symbol, whichever the broker has', () => {
    expect(anOperation({ isin: 'US0378331005', symbol: 'AAPL' }).instrument).to.equal('BBG000B9XRY4');
    expect(anOperation({ figi: null, isin: 'US0378331005', symbol: 'AAPL' }).instrument).to.equal('US0378331005');
    expect(anOperation({ figi: null, symbol: 'aapl' }).instrument).to.equal('AAPL');
    expect(recorded(dated('deposit', cash)).instrument).to.equal(null);
    expect(recorded(dated('tax', { ...cash, ...name })).instrument).to.equal('BBG000B9XRY4');
  });

  it('short is a sell, and cover is a buy', () => {
    expect(anOperation({ type: 'short' }).fields.type).to.equal('sell');
    expect(anOperation({ type: 'cover' }).fields.type).to.equal('buy');
  });
});
