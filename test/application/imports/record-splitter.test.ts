import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { guessDelimiter } from '#application/imports/reading/delimiter.ts';
import { type FileProblem, UnreadableFile } from '#application/imports/reading/file-problem.ts';
import type { Delimiter, TableRecord } from '#application/imports/reading/record.ts';
import { RecordSplitter } from '#application/imports/reading/record-splitter.ts';

function split(pieces: readonly string[], delimiter: Delimiter = ','): TableRecord[] {
  const splitter = new RecordSplitter(delimiter);
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

const cellsOf = (...pieces: string[]): (readonly string[])[] => split(pieces).map(({ cells }) => cells);

function problemOf(action: () => unknown): FileProblem {
  try {
    action();
  } catch (error) {
    if (error instanceof UnreadableFile) return error.problem;
    throw error;
  }
  throw new Error('The table was read.');
}

const quotedCell = (cell: string, delimiter: string): string =>
  cell.includes('"') || cell.includes(delimiter) || /[\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

const letters = fc.constantFrom('a', 'b', '1', ' ', ',', ';', '"', '\n', '\r', 'é');
const cell = fc.array(letters, { maxLength: 6 }).map((all) => all.join(''));
const bareCell = fc.array(fc.constantFrom('a', '1', ' ', ';', 'é', "'"), { maxLength: 5 }).map((all) => all.join(''));
const filled = <Cell extends string>(cells: fc.Arbitrary<Cell>) =>
  fc.array(cells, { minLength: 1, maxLength: 4 }).map((row) => ['x', ...row]);
const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

/** The same text in pieces, cut wherever the numbers say. */
function parted(text: string, cuts: readonly number[]): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const cut of cuts) {
    pieces.push(text.slice(at, at + cut));
    at += cut;
  }
  return [...pieces, text.slice(at)];
}

describe('The records of a table', () => {
  it('end with LF, CRLF or CR, the last one also with the file', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(cellsOf(`a,b${end}c,d`)).to.deep.equal([
        ['a', 'b'],
        ['c', 'd'],
      ]);
    }
    expect(split(['a,b\r', '\nc,d\r', '\n']).map(({ line }) => line)).to.deep.equal([1, 2]);
  });

  it('may have delimiters, quotes and line ends inside quotes, and know the line they begin in', () => {
    const records = split(['h\n"a,""b""\r\nc",d\n\ne,"f"\n']);
    expect(records.map(({ line, cells }) => [line, ...cells])).to.deep.equal([
      [1, 'h'],
      [2, 'a,"b"\r\nc', 'd'],
      [5, 'e', 'f'],
    ]);
  });

  it('are neither blank lines nor lines of nothing but delimiters', () => {
    expect(cellsOf('a,b\n\n  \n,,\nc,d\n')).to.deep.equal([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('keep a quote inside a cell that does not begin with one', () => {
    expect(cellsOf('5" disk,x\n')).to.deep.equal([['5" disk', 'x']]);
  });

  it('say which cell has something after its closing quote', () => {
    expect(split(['"a"b,"c"\n'])[0]).to.deep.include({ cells: ['ab', 'c'], faulty: 0 });
    expect(split(['"a" ,"c"\n'])[0]).to.deep.include({ cells: ['a', 'c'], faulty: -1 });
  });

  it('leave no quote open', () => {
    expect(problemOf(() => split(['a\n"b,c\nd\n']))).to.include({ code: 'OPEN_QUOTE', line: 2 });
  });

  it('have at most 1,000 columns', () => {
    expect(split([`a${',b'.repeat(999)}\n`])[0]?.cells).to.have.lengthOf(1_000);
    for (const text of [`a${',b'.repeat(9_999)}\n`, `"a"${',b'.repeat(9_999)}\n`]) {
      expect(problemOf(() => split([text]))).to.include({ code: 'TOO_MANY_COLUMNS', line: 1 });
    }
  });

  it('are at most 1 MiB long, and what is longer is refused before it is at its end', () => {
    for (const beginning of ['x', '"x']) {
      const splitter = new RecordSplitter(',');
      const piece = 'y'.repeat(65_536);
      let pushed = 0;
      const problem = problemOf(() => {
        splitter.push(`h\n${beginning}`);
        for (; pushed < 1_600; pushed += 1) splitter.push(piece);
      });
      expect(problem).to.include({ code: 'RECORD_TOO_LONG', line: 2 });
      expect(pushed).to.be.at.most(16);
    }
  });

  it('are what was joined, for any cells, line ends and pieces', () => {
    fc.assert(
      fc.property(
        fc.array(filled(cell), { maxLength: 5 }),
        lineEnd,
        fc.array(fc.nat(9), { maxLength: 9 }),
        fc.constantFrom<Delimiter>(',', ';'),
        (rows, end, cuts, delimiter) => {
          const text = rows.map((row) => row.map((each) => quotedCell(each, delimiter)).join(delimiter) + end).join('');
          const records = split(parted(text, cuts), delimiter);
          expect(records.map(({ cells }) => cells)).to.deep.equal(rows);
          expect(records, 'with their lines').to.deep.equal(split([text], delimiter));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are those of csv-parse, with quotes and without', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(filled(cell), filled(bareCell)), { maxLength: 5 }), lineEnd, (rows, end) => {
        const text = rows.map((row) => row.map((each) => quotedCell(each, ',')).join(',')).join(end);
        const others: string[][] = parse(text, { relax_column_count: true, record_delimiter: [end] });
        expect(cellsOf(text)).to.deep.equal(others);
      }),
      { numRuns: 300 },
    );
  });

  it('are the same whether or not a quote further on makes them be walked through', () => {
    fc.assert(
      fc.property(fc.array(filled(bareCell), { maxLength: 6 }), lineEnd, (rows, end) => {
        const text = rows.map((row) => row.join(',') + end).join('');
        expect(split([`${text}"q"${end}`]).slice(0, -1)).to.deep.equal(split([text]));
      }),
      { numRuns: 200 },
    );
  });
});

describe('The delimiter of a table', () => {
  for (const [delimiter, text] of [
    [',', 'a,b,c\n1,2,3\n'],
    [';', 'a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n'],
    ['\t', 'a\tb\n1,5\t2\n'],
    ['|', 'a|b|c\n1|2|3\n'],
    [',', 'a,b\n"x;y;z",1\n"x;y;z",2\n'],
    [';', 'Account of A, B\nfrom;to\n1;2\n3;4\n5;6\n'],
    [',', 'only\n1\n'],
  ] as const) {
    it(`is ${JSON.stringify(delimiter)} in ${JSON.stringify(text)}`, () => {
      expect(guessDelimiter(text)).to.equal(delimiter);
    });
  }
});
