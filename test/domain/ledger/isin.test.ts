import { expect } from 'chai';
import { parseIsin } from '#domain/ledger/isin.ts';
import { refusalBy } from '#test/domain/refusals.ts';

const GOOD = [
  'US0378331005',
  'GB0002634946',
  'DE0005557508',
  'IE00B3XXRP09',
  'RU0009029540',
  'AU0000XVGZA3',
  'US38259P5089',
];

describe('An ISIN', () => {
  for (const text of [
    '',
    'us0378331005',
    'US037833100',
    'US03783310055',
    'U10378331005',
    'US037833100A',
    'US0378-31005',
    ' US0378331005',
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(refusalBy(() => parseIsin(text)).code).to.equal('INVALID_FORMAT');
    });
  }

  it('with a wrong check digit is refused, and the wanted digit is named', () => {
    expect(refusalBy(() => parseIsin('US0378331006'))).to.deep.equal({
      code: 'INVALID_CHECK_DIGIT',
      detail: 'The check digit of this ISIN should be 5, not 6.',
    });
  });

  it('with two digits swapped is refused', () => {
    expect(refusalBy(() => parseIsin('US0387331005')).code).to.equal('INVALID_CHECK_DIGIT');
  });

  it('has exactly one right check digit', () => {
    for (const isin of GOOD) {
      const wrong = Array.from('0123456789').filter((digit) => digit !== isin.slice(-1));
      for (const digit of wrong) {
        expect(refusalBy(() => parseIsin(isin.slice(0, -1) + digit)).code).to.equal('INVALID_CHECK_DIGIT');
      }
    }
  });

  for (const isin of GOOD) {
    it(`${isin} is accepted`, () => {
      expect(parseIsin(isin)).to.equal(isin);
    });
  }
});
