import { expect } from 'chai';
import fc from 'fast-check';
import { DigestCounter } from '#application/imports/digest-counter.ts';
import { idOfOperation, RowIdentity } from '#application/imports/reading/row-identity.ts';
import { digest } from '#test/application/imports/chunks.ts';

const names = ['date', 'type', 'amount'];
const identity = (columns: readonly string[] = names): RowIdentity => new RowIdentity(digest, columns);

describe('The id of a row', () => {
  it('is the digest of its cells and their columns, and which of its equals it is', () => {
    const ids = identity();
    const content = digest.sha256('amount\u001F5\u001Edate\u001F2024-01-02\u001Etype\u001Fbuy').slice(0, 32);
    expect(ids.of(['2024-01-02', 'buy', '5'], null, false)).to.equal(`${content}-1`);
    expect(ids.of(['2024-01-02', 'buy', '6'], null, false)).not.to.contain(content);
    expect(ids.of(['2024-01-02', 'buy', '5'], '', true)).to.equal(`${content}-2`);
  });

  it('is the id of the broker where that is unique, and is made longer where it is not', () => {
    const ids = identity();
    const cells = ['2024-01-02', 'buy', '5'];
    expect(ids.of(cells, 'T-1', true)).to.equal('T-1');
    expect(ids.of(cells, 'O-1', false)).to.match(/^O-1-[0-9a-f]{12}-1$/);
    expect(ids.of(cells, 'O-1', false)).to.match(/^O-1-[0-9a-f]{12}-2$/);
  });

  it('fits into an external id, however long that of the broker is', () => {
    for (const unique of [true, false]) {
      const id = idOfOperation(identity().of(['a', 'b', 'c'], 'x'.repeat(5_000), unique), 9);
      expect(id.length).to.be.at.most(200);
    }
  });

  it('says which operation of the row is meant', () => {
    expect([0, 1, 2].map((index) => idOfOperation('a-1', index))).to.deep.equal(['a-1', 'a-1/2', 'a-1/3']);
  });

  it('does not depend on white space around the cells, nor on empty columns', () => {
    const spaced = identity([...names, 'empty']).of([' 2024-01-02', 'buy\u00A0', '5 ', ' '], null, false);
    expect(spaced).to.equal(identity().of(['2024-01-02', 'buy', '5'], null, false));
  });

  it('does not depend on the order of the columns', () => {
    const cells = fc.array(fc.string({ maxLength: 4 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(cells, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (row, order) => {
        const columns = ['a', 'b', 'c', 'd'];
        const one = identity(columns).of(row, null, false);
        const other = identity(order.map((index) => columns[index] ?? '')).of(
          order.map((index) => row[index] ?? ''),
          null,
          false,
        );
        expect(other).to.equal(one);
      }),
      { numRuns: 100 },
    );
  });
});

describe('The counter of equal rows', () => {
  it('counts as a Map does, also when it has grown', () => {
    const counter = new DigestCounter(2);
    const counts = new Map<string, number>();
    const [counted, wanted]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < 6_000; turn += 1) {
      // Low halves collide on purpose: only the high half tells these apart.
      const hex = `${(turn % 7).toString(16).padStart(8, '0')}${(turn % 2_500).toString(16).padStart(8, '0')}`;
      counts.set(hex, (counts.get(hex) ?? 0) + 1);
      wanted.push(counts.get(hex) ?? 0);
      counted.push(counter.next(hex));
    }
    expect(counted).to.deep.equal(wanted);
    expect(counter.size).to.equal(counts.size);
    expect([...counts.keys()].map((hex) => counter.of(hex))).to.deep.equal([...counts.values()]);
    expect(counter.of('f'.repeat(16))).to.equal(0);
  });
});
