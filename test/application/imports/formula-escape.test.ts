import { expect } from 'chai';
import fc from 'fast-check';
import { escapeFormula, unescapeFormula } from '#application/spreadsheet/formula-escape.ts';

describe('A text in a cell of an export', () => {
  for (const [cell, written] of [
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ["'quoted'", "''quoted'"],
    ['-12.5', '-12.5'],
    ['-1e5', "'-1e5"],
    ['12.5', '12.5'],
    ['a=b', 'a=b'],
    ['', ''],
  ] as const) {
    it(`${JSON.stringify(cell)} is written ${JSON.stringify(written)}, and read back`, () => {
      expect(escapeFormula(cell)).to.equal(written);
      expect(unescapeFormula(written)).to.equal(cell);
    });
  }

  it('keeps an apostrophe that no export has put there', () => {
    for (const cell of ["'tis", "'-12.5", "'"]) expect(unescapeFormula(cell)).to.equal(cell);
  });

  it('comes back as it was, and never begins a formula, for any string', () => {
    const text = fc.oneof(
      fc.string({
        unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', "'", '1', '.', 'a', '😀', '\uD800', '\0'),
        maxLength: 6,
      }),
      fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((codes) => String.fromCharCode(...codes)),
    );
    fc.assert(
      fc.property(text, (cell) => {
        const written = escapeFormula(cell);
        expect(unescapeFormula(written)).to.equal(cell);
        expect(
          /^[=+@\t\r]/.test(written) || (written.startsWith('-') && !/^-[0-9]+(\.[0-9]+)?$/.test(written)),
        ).to.equal(false);
      }),
      { numRuns: 1_000 },
    );
  });
});
