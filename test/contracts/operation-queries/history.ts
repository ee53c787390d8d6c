import { expect } from 'chai';
import { changesBetween } from '#domain/ledger/operation-changes.ts';
import { LATER } from '#test/domain/builders.ts';
import { book, changeOf, deletionOf, settle } from '../settlers.ts';
import type { Ledger } from './ledger.ts';

/** How what happened to an operation is told. */
export function operationHistory(ledger: Ledger): void {
  describe('A history', () => {
    it('is told from the beginning, page by page, also of a deleted operation', async () => {
      const first = ledger.aBuy();
      await book(ledger.store, first);
      const second = first.change({ note: "it's", tags: ['$1', '"'] }, LATER);
      await ledger.store.unitOfWork.run(async ({ operations }) => {
        await operations.save(second, changeOf(first, second));
        await operations.delete(second, deletionOf(second, LATER));
      });
      const history = (limit: number, afterVersion: number) =>
        ledger.store.operations.history(ledger.ada.user.id, first.id, { limit, afterVersion });
      const by = ledger.ada.user.id;
      const all = [
        [1, 'created', by, '2026-11-24T09:30:00.000Z', changesBetween(null, first)],
        [2, 'changed', by, '2026-11-24T10:00:00.000Z', changesBetween(first, second)],
        [3, 'deleted', by, '2026-11-24T10:00:00.000Z', changesBetween(second, null)],
      ];
      const told = await history(3, 0);
      expect(
        told.rows.map(({ version, action, changed_by, changed_at, changes }) => [
          version,
          action,
          changed_by,
          changed_at,
          changes,
        ]),
      ).to.deep.equal(all);
      expect(told.more).to.equal(false);
      const versions = async (limit: number, afterVersion: number) => {
        const { rows, more } = await history(limit, afterVersion);
        return [rows.map(({ version }) => version), more];
      };
      expect(await versions(2, 0)).to.deep.equal([[1, 2], true]);
      expect(await versions(2, 2)).to.deep.equal([[3], false]);
      expect(await versions(2, 3)).to.deep.equal([[], false]);
      expect(await ledger.store.operations.find(ledger.ada.user.id, first.id)).to.equal(null);
    });

    it('is empty for another user, and for what never was', async () => {
      const bea = await settle(ledger.store);
      const [operation] = await ledger.bookBuys({});
      const whole = { limit: 10, afterVersion: 0 };
      expect(await ledger.store.operations.history(bea.user.id, operation!.id, whole)).to.deep.equal({
        rows: [],
        more: false,
      });
      expect(await ledger.store.operations.history(ledger.ada.user.id, ledger.ada.user.id, whole)).to.deep.equal({
        rows: [],
        more: false,
      });
    });
  });
}
