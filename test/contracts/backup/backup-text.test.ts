import { expect } from 'chai';
import fc from 'fast-check';
import { TextReader } from '#adapters/outbound/backup-file/text-reader.ts';
import { Sha256RowDigests } from '#adapters/outbound/security/sha256-row-digests.ts';

/** The same bytes, cut at these places. */
function* cut(bytes: Buffer, places: readonly number[]): Generator<Buffer> {
  const sorted = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
  for (const [index, start] of [0, ...sorted].entries()) yield bytes.subarray(start, sorted[index] ?? bytes.length);
}

async function* slowly<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

const rowsText = fc.array(fc.constantFrom('\\\\.', 'a', 'a\tb', '', '\\.x', 'x\\.', '\\N', 'é€'), { maxLength: 6 });
const places = fc.array(fc.nat(), { maxLength: 12 });
const joined = (rows: readonly string[]): string => rows.map((row) => `${row}\n`).join('');

describe('The text of a backup', () => {
  it('gives the rows of each table as they were written, wherever it is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(rowsText, rowsText, places, async (one, other, cuts) => {
        const text = `first\n${joined(one)}\\.\nsecond\n${joined(other)}\\.\nlast\n`;
        const reader = new TextReader(slowly(cut(Buffer.from(text), cuts)));
        const read = async (): Promise<unknown[]> => {
          const pieces: Uint8Array[] = [];
          const line = await reader.line();
          for await (const piece of reader.rows()) pieces.push(piece);
          return [line, Buffer.concat(pieces).toString()];
        };
        expect([...(await read()), ...(await read()), await reader.line(), await reader.line()]).to.deep.equal([
          'first',
          joined(one),
          'second',
          joined(other),
          'last',
          null,
        ]);
      }),
    );
  });

  it('says that it ended before the rows did', async () => {
    const rows = new TextReader(slowly([Buffer.from('a\nb\n\\.')])).rows();
    let last = await rows.next();
    while (!last.done) last = await rows.next();
    expect(last.value).to.equal(false);
  });

  it('does not look for the end of a line for ever', async () => {
    function* endless(): Generator<Buffer> {
      for (;;) yield Buffer.alloc(100_000, 'x');
    }
    expect(await new TextReader(slowly(endless())).line()).to.equal(null);
  });
});

describe('The sum of rows', () => {
  const sumOf = (pieces: Iterable<Uint8Array>): unknown => {
    const digest = new Sha256RowDigests().begin();
    for (const piece of pieces) digest.update(piece);
    return digest.sum();
  };

  it('is the same in any order and cut into any pieces', () => {
    fc.assert(
      fc.property(rowsText, places, (rows, cuts) => {
        const backwards = Buffer.from(joined(rows.toReversed()));
        expect(sumOf(cut(Buffer.from(joined(rows)), cuts))).to.deep.equal(sumOf([backwards]));
      }),
    );
  });

  it('is another one when a row is other, missing, or there twice', () => {
    const sums = ['a\nb\n', 'a\nc\n', 'a\n', 'a\nb\nb\n', 'a\nb\nb\nb\n', 'ab\n', ''].map((text) =>
      JSON.stringify(sumOf([Buffer.from(text)])),
    );
    expect(new Set(sums).size).to.equal(sums.length);
  });

  it('of one row is its SHA-256', () => {
    expect(sumOf([Buffer.from('abc\n')])).to.deep.equal({
      rows: 1,
      sha256: 'edeaaff3f1774ad2888673770c6d64097e391bc362d7d6fb34982ddf0efd18cb',
    });
  });
});
