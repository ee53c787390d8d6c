import { expect } from 'chai';
import { parseSymbol } from '#domain/ledger/symbol.ts';
import { refusalBy } from '#test/domain/refusals.ts';

describe('A symbol', () => {
  for (const text of ['', '   ', 'A'.repeat(33), 'A,B', 'A\0B', 'A\nB', 'straße', 'ﬁat', 'ЯНДХ', 'A_B!', 'A\tB']) {
    it(`is not ${JSON.stringify(text)}`, () => {
      expect(refusalBy(() => parseSymbol(text)).code).to.equal('INVALID_FORMAT');
    });
  }

  for (const [text, kept] of [
    ['VUSA:XAMS', 'VUSA:XAMS'],
    ['brk.b', 'BRK.B'],
    ['  btc ', 'BTC'],
    ['ES=F', 'ES=F'],
    ['^gspc', '^GSPC'],
    ['EUR/USD', 'EUR/USD'],
    ['AAPL 260116C', 'AAPL 260116C'],
    ['a_b+c-d', 'A_B+C-D'],
    [` ${'x'.repeat(32)} `, 'X'.repeat(32)],
  ] as const) {
    it(`written ${JSON.stringify(text)} is kept as ${kept}`, () => {
      expect(parseSymbol(text)).to.equal(kept);
    });
  }

  it('is refused at once when it is a hundred thousand spaces', () => {
    expect(refusalBy(() => parseSymbol(' '.repeat(1e5))).code).to.equal('INVALID_FORMAT');
  });
});
