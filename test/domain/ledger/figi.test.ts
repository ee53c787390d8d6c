import { expect } from 'chai';
import { figiCheck, parseFigi } from '#domain/ledger/figi.ts';
import { refusalBy } from '#test/domain/refusals.ts';

const GOOD = ['BBG000B9XRY4', 'BBG000BPH459', 'BBG000BLNNH6', 'BBG000BVPV84', 'BBG004730N88', 'NRG92C84SB39'];

describe('A FIGI', () => {
  for (const text of [
    '',
    'BBG000B9XRY',
    'BBG000B9XRY44',
    'bbg000b9xry4',
    'BBG000B9-RY4',
    'BBG000B9XRY4\n',
    ' BG000B9XRY4',
    'BBG000B9XRÝ4',
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(refusalBy(() => parseFigi(text)).code).to.equal('INVALID_FORMAT');
    });
  }

  for (const figi of GOOD) {
    it(`${figi} follows the standard`, () => {
      expect(figiCheck(parseFigi(figi))).to.equal('ok');
    });
  }

  for (const [figi, why] of [
    ['BBG000B9XRY5', 'its check digit should be 4'],
    ['BBG000B9YXR4', 'its check digit should be 8'],
    ['FUTSI0626000', 'a broker made it up'],
    ['TCS00A0JP7J0', 'a broker made it up'],
    ['GBG000B9XRY9', 'GB is a country of ISINs'],
    ['BBA000B9XRY4', 'its third letter is not G'],
    ['ABG000B9XRY4', 'it has a vowel'],
    ['BBG000B9XRYX', 'it ends in a letter'],
  ] as const) {
    it(`${figi} is accepted but nonstandard: ${why}`, () => {
      expect(figiCheck(parseFigi(figi))).to.equal('nonstandard');
    });
  }

  it('with any other last digit is nonstandard', () => {
    for (const figi of GOOD) {
      const fitting = Array.from('0123456789', (digit) => figi.slice(0, -1) + digit).filter(
        (text) => figiCheck(text) === 'ok',
      );
      expect(fitting).to.deep.equal([figi]);
    }
  });

  it('of a forbidden country prefix is nonstandard whatever its check digit', () => {
    for (const prefix of ['BS', 'BM', 'GG', 'GB', 'GH', 'KY', 'VG']) {
      for (const digit of '0123456789') expect(figiCheck(`${prefix}G000B9XRY${digit}`)).to.equal('nonstandard');
    }
  });
});
