import { expect } from 'chai';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { OperationRow } from '#application/ports/operation-queries.ts';
import { EVERY_KIND, ODD_TEXTS } from '../every-kind.ts';
import { anOperationOf, book, settle } from '../settlers.ts';
import type { Ledger } from './ledger.ts';

/** How one operation is shown. */
export function operationRows(ledger: Ledger): void {
  describe('A row', () => {
    it('of an operation is as the operation says, whatever its kind', async () => {
      for (const draft of EVERY_KIND) {
        const operation = anOperationOf(ledger.ada, draft);
        await book(ledger.store, operation);
        expect(await ledger.store.operations.find(ledger.ada.user.id, operation.id)).to.deep.equal(
          operationRow(operation),
        );
      }
      const { rows } = await ledger.page();
      expect(rows).to.have.length(EVERY_KIND.length);
    });

    it('has decimals in canonical text, all their digits included', async () => {
      const texts = [
        ['12345678901234567890.123456789012345678', '12345678901234567890.123456789012345678'],
        ['0.000000000000000001', '0.000000000000000001'],
        ['100', '100'],
        ['0100.500', '100.5'],
        ['10000000000000000000', '10000000000000000000'],
      ] as const;
      for (const [given, canonical] of texts) {
        const buy = ledger.aBuy({
          quantity: given,
          price: given,
          fee: given,
          accruedInterest: `-${given}`,
          payment: given,
        });
        await book(ledger.store, buy);
        const row = (await ledger.store.operations.find(ledger.ada.user.id, buy.id)) as OperationRow;
        const { quantity, price, fee, accrued_interest, payment } = row;
        expect([quantity, price, fee, accrued_interest, payment]).to.deep.equal([
          canonical,
          canonical,
          canonical,
          `-${canonical}`,
          canonical,
        ]);
      }
      const [free] = await ledger.bookBuys({ price: '0.00', fee: '0', payment: '-0.0', accruedInterest: null });
      const row = (await ledger.store.operations.find(ledger.ada.user.id, free!.id)) as OperationRow;
      expect([row.price, row.fee, row.payment, row.accrued_interest]).to.deep.equal(['0', '0', '0', null]);
    });

    it('has instants in UTC with milliseconds', async () => {
      const dates = [
        ['2026-11-20T10:00:00.005Z', '2026-11-20T10:00:00.005Z', 'second'],
        ['2026-11-20T10:00:00.5+03:00', '2026-11-20T07:00:00.500Z', 'second'],
        ['2026-11-20T23:59:59.999999-02:00', '2026-11-21T01:59:59.999Z', 'second'],
        ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z', 'second'],
        ['2026-02-28', '2026-02-28T00:00:00.000Z', 'day'],
      ] as const;
      for (const [given, date, date_precision] of dates) {
        const [operation] = await ledger.bookBuys({ date: given });
        const row = await ledger.store.operations.find(ledger.ada.user.id, operation!.id);
        expect(row).to.include({ date, date_precision, created_at: '2026-11-24T09:30:00.000Z' });
      }
    });

    it('has tags with any characters, in their order', async () => {
      const tags = ['b', ...ODD_TEXTS];
      const [tagged] = await ledger.bookBuys({ tags });
      expect((await ledger.store.operations.find(ledger.ada.user.id, tagged!.id))?.tags).to.deep.equal(tags);
      for (const tag of tags) expect((await ledger.page({ filter: { tag } })).rows, tag).to.have.length(1);
      expect((await ledger.page({ filter: { tag: 'a' } })).rows).to.deep.equal([]);
    });
  });

  describe('One operation', () => {
    it('of another user, or that never was, is not found', async () => {
      const bea = await settle(ledger.store);
      const [operation] = await ledger.bookBuys({});
      expect(await ledger.store.operations.find(bea.user.id, operation!.id)).to.equal(null);
      expect(await ledger.store.operations.find(ledger.ada.user.id, ledger.ada.user.id)).to.equal(null);
    });
  });
}
