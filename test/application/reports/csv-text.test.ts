import { expect } from 'chai';
import fc from 'fast-check';
import { csvText } from '#application/reports/csv-text.ts';

/** As RFC 4180 reads one line. */
const cellsOf = (line: string): string[] =>
  [...`,${line.replace(/\r\n$/, '')}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );

const lineOf = (...cells: string[]): string => csvText([cells]).slice(1);

describe('A CSV text', () => {
  it('begins with a byte order mark, and ends each line with CRLF', () => {
    expect(csvText([['a', 'b'], ['é']])).to.equal('\uFEFFa,b\r\né\r\n');
  });

  it('quotes what would be another cell or line', () => {
    expect(lineOf('a,b', 'say "x"', 'a;b', '')).to.equal('"a,b","say ""x""","a;b",\r\n');
  });

  it('leaves decimal numbers as they are, also below zero', () => {
    const numbers = ['-1.5', '0', '-0.000000000000000001', '123456789012345678901234567890.5'];
    expect(lineOf(...numbers)).to.equal(`${numbers.join(',')}\r\n`);
  });

  for (const [text, cell] of [
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['-1+1', "'-1+1"],
    ['-', "'-"],
    ['--5', "'--5"],
    ['-1e5', "'-1e5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1+1', " '=1+1"],
    ['\r=1+1', " '=1+1"],
    ['  =1+1', "  '=1+1"],
    ['\u202E=1+1', "'=1+1"],
    ['＝1+1', "'＝1+1"],
    ['=cmd|"/c calc"!A0', '"\'=cmd|""/c calc""!A0"'],
    ['a;=1+1', '"a;\'=1+1"'],
    ['a; -1+1', '"a; \'-1+1"'],
    ['Main - USD', 'Main - USD'],
    ['a=b', 'a=b'],
  ] as const) {
    it(`shows ${JSON.stringify(text)} and reckons nothing from it`, () => {
      expect(lineOf(text)).to.equal(`${cell}\r\n`);
    });
  }

  it('has no line more, and no turned direction, whatever a name holds', () => {
    const hostile = 'a\r\nb\u2028c\0d\u202Ee\u2067f\u0085g';
    expect(lineOf(hostile, 'x')).to.equal('a b c def g,x\r\n');
  });

  it('says what it was given, but for an apostrophe, and never a formula, wherever a spreadsheet parts it', () => {
    const letters = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      ',',
      ';',
      '"',
      "'",
      ' ',
      '\t',
      '\r',
      '\n',
      'a',
      '1',
      '.',
      'é',
      '＝',
    );
    const names = fc.array(letters, { maxLength: 12 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.array(names, { minLength: 1, maxLength: 4 }), (cells) => {
        const line = lineOf('id', ...cells);
        const [, ...said] = cellsOf(line);
        expect(said.map((cell) => cell.replaceAll("'", ''))).to.deep.equal(
          cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ').replaceAll("'", '')),
        );
        for (const cell of [...said, ...line.split(/[;\r\n]/)]) {
          if (/^-?\d+(\.\d+)?$/.test(cell)) continue;
          expect(cell, line).not.to.match(/^\s*[=+\-@＝]/);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
