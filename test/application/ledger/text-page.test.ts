import { expect } from 'chai';
import { type LongRow, pageOfLongRows } from '#application/ledger/text-page.ts';

/** `{ a: ['1', '22'] }`: a row and its entries. */
const rowsOf = (rows: Readonly<Record<string, readonly string[]>>): LongRow[] =>
  Object.entries(rows).map(([name, entries]) => {
    const told: string[] = [];
    return {
      place: [name],
      *entries() {
        for (const entry of entries)
          yield {
            tell() {
              told.push(entry);
              return entry;
            },
            place: () => [entry],
          };
      },
      text: () => JSON.stringify([name, ...told]),
    };
  });

describe('A page of long rows', () => {
  it('has so many entries, of one row or several, and one without any counts as one', () => {
    const page = (limit: number) => pageOfLongRows(rowsOf({ a: ['1', '2'], b: [], c: ['3'] }), limit);
    expect(page(1)).to.deep.equal({ text: '[["a","1"]]', next: ['a', '1'] });
    expect(page(2)).to.deep.equal({ text: '[["a","1","2"]]', next: ['a', '2'] });
    expect(page(3)).to.deep.equal({ text: '[["a","1","2"],["b"]]', next: ['b'] });
    expect(page(4)).to.deep.equal({ text: '[["a","1","2"],["b"],["c","3"]]', next: null });
    expect(pageOfLongRows([], 1)).to.deep.equal({ text: '[]', next: null });
  });

  it('ends where it is long, whatever is asked for, and tells one entry in any case', () => {
    const long = 'x'.repeat(4_000_000);
    const { text, next } = pageOfLongRows(rowsOf({ a: [`${long}1`, `${long}2`, `${long}3`], b: ['4'] }), 100);
    expect([text.length < 8_100_000, next]).to.deep.equal([true, ['a', `${long}2`]]);
    const other = pageOfLongRows(rowsOf({ [`${long}${long}`]: [], b: [] }), 100);
    expect(other.next).to.deep.equal([`${long}${long}`]);
  });
});
