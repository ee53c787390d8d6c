import { expect } from 'chai';
import type { OperationPlace } from '#application/ports/operation-queries.ts';
import type { Ledger } from './ledger.ts';

/** In which order a list goes, and how it is gone through. */
export function operationPaging(ledger: Ledger): void {
  describe('The order of a list', () => {
    for (const newestFirst of [true, false]) {
      it(`goes by date, then in the order of recording, ${newestFirst ? 'newest' : 'oldest'} first`, async () => {
        const dates = ['2026-03-01', '2026-01-01', '2026-02-01T12:00:00Z', '2026-02-01T12:00:00Z', '2026-01-01'];
        await ledger.bookBuys(...dates.map((date, index) => ({ date, note: String(index) })));
        const order = (await ledger.page({ newestFirst })).rows.map(({ note }) => note).join('');
        expect(order).to.equal(newestFirst ? '03241' : '14230');
      });

      it(`is walked page by page without loss or repetition while others write, ${newestFirst ? 'newest' : 'oldest'} first`, async () => {
        const dates = Array.from({ length: 23 }, (_, index) => `2026-02-${String(1 + (index % 5)).padStart(2, '0')}`);
        const there = await ledger.bookBuys(...dates.map((date) => ({ date })));
        const seen: string[] = [];
        let after: OperationPlace | null = null;
        for (let more = true; more; ) {
          const read = await ledger.page({ newestFirst, limit: 4, after });
          seen.push(...read.rows.map(({ id }) => id));
          const last = read.rows.at(-1)!;
          after = { date: new Date(last.date), id: last.id };
          more = read.more;
          await ledger.bookBuys(
            { date: '2026-01-15' },
            { date: last.date },
            { date: '2026-02-03' },
            { date: '2026-03-15' },
          );
        }
        const originals = seen.filter((id) => there.some((operation) => operation.id === id));
        const inOrder = there
          .toSorted((one, other) => one.fields.date.getTime() - other.fields.date.getTime())
          .map(({ id }) => id);
        expect(originals).to.deep.equal(newestFirst ? inOrder.reverse() : inOrder);
        expect(new Set(seen).size).to.equal(seen.length);
      });
    }

    it('goes on from a place where no operation is (any more)', async () => {
      await ledger.bookBuys({ date: '2026-01-01', note: 'old' }, { date: '2026-03-01', note: 'new' });
      const after = { date: new Date('2026-02-01'), id: ledger.ada.user.id };
      expect((await ledger.page({ after })).rows.map(({ note }) => note)).to.deep.equal(['new']);
      expect((await ledger.page({ after, newestFirst: true })).rows.map(({ note }) => note)).to.deep.equal(['old']);
    });

    it('says exactly when it goes on', async () => {
      expect(await ledger.page()).to.deep.equal({ rows: [], more: false });
      await ledger.bookBuys(...Array.from({ length: 5 }, () => ({})));
      const facts = async (limit: number) => {
        const { rows, more } = await ledger.page({ limit });
        return [rows.length, more];
      };
      expect(await facts(4)).to.deep.equal([4, true]);
      expect(await facts(5)).to.deep.equal([5, false]);
      expect(await facts(6)).to.deep.equal([5, false]);
    });
  });
}
