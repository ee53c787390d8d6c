import { expect } from 'chai';
import { parseRatio } from '#domain/ledger/ratio.ts';
import { refusalBy } from '#test/domain/refusals.ts';

describe('A split ratio', () => {
  for (const text of [
    '',
    '4',
    '4:',
    ':1',
    '0:1',
    '1:0',
    '04:1',
    '-4:1',
    '+4:1',
    '1.5:1',
    '4 : 1',
    '4/1',
    '4:1:1',
    `1${'0'.repeat(18)}:1`,
    '4:1\n',
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(refusalBy(() => parseRatio(text)).code).to.equal('INVALID_FORMAT');
    });
  }

  for (const text of ['4:1', '1:10', '4:2', `${'9'.repeat(18)}:1`]) {
    it(`${text} is kept as given`, () => {
      expect(parseRatio(text)).to.equal(text);
    });
  }
});
