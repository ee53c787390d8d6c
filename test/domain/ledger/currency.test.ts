import { expect } from 'chai';
import { CURRENCY_PATTERN, parseCurrency } from '#domain/ledger/currency.ts';
import { refusalBy } from '#test/domain/refusals.ts';

const PATTERN = new RegExp(CURRENCY_PATTERN);

describe('A currency', () => {
  for (const [text, whole] of [
    ['GBp', 'GBP'],
    ['GBX', 'GBP'],
    ['gbx', 'GBP'],
    ['ZAc', 'ZAR'],
    ['ZAC', 'ZAR'],
    ['ILA', 'ILS'],
    ['Ila', 'ILS'],
  ] as const) {
    it(`is not ${text}, a hundredth of ${whole}, and is told so`, () => {
      expect(refusalBy(() => parseCurrency(text))).to.deep.equal({
        code: 'MINOR_UNIT',
        detail: `${text} is a hundredth of ${whole}: give the amounts in ${whole}.`,
      });
      expect(PATTERN.test(text)).to.equal(false);
    });
  }

  for (const text of ['', '$', 'U', 'A'.repeat(13), 'US D', ' USD', 'USD\n', 'ﬁat', 'straße', 'U.S']) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(refusalBy(() => parseCurrency(text)).code).to.equal('INVALID_FORMAT');
      expect(PATTERN.test(text)).to.equal(false);
    });
  }

  for (const [text, kept] of [
    ['USD', 'USD'],
    ['eur', 'EUR'],
    ['GBP', 'GBP'],
    ['gbp', 'GBP'],
    ['Gbp', 'GBP'],
    ['usdt', 'USDT'],
    ['1INCH', '1INCH'],
    ['ILAX', 'ILAX'],
    ['A'.repeat(12), 'A'.repeat(12)],
  ] as const) {
    it(`written ${text} is kept as ${kept}`, () => {
      expect(parseCurrency(text)).to.equal(kept);
      expect(PATTERN.test(text)).to.equal(true);
    });
  }
});
