import { expect } from 'chai';
import type { Import, RowState, StagedRow } from '#application/imports/import.ts';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { ImportRow, ImportRowsRequest } from '#application/ports/import-queries.ts';
import { LATER } from '#test/domain/builders.ts';
import { aDraft, anInspection, aRow, aStaged, bring, countsOf, moved, shown } from './brought.ts';
import { EVERY_KIND, ODD_TEXTS } from './every-kind.ts';
import { ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every ImportQueries does. */
export function importQueriesContract(adapter: string, open: OpenStore): void {
  describe(`The import queries (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const list = async (limit: number, after: string | null = null, { user } = ada) => {
      const { rows, more } = await store.imports.list(user.id, { limit, after });
      return [rows.map(({ id }) => id), more];
    };
    const rowsOf = async ({ userId, id }: Import, request: Partial<ImportRowsRequest> = {}) =>
      store.imports.rows(userId, id, { state: null, after: 0, limit: 100, ...request });
    const numbersOf = async (file: Import, request: Partial<ImportRowsRequest> = {}) => {
      const { rows, more } = await rowsOf(file, request);
      return [rows.map(({ number }) => number), more];
    };

    it('show nothing of somebody else, nor what never was', async () => {
      const bea = await settle(store);
      const file = await aDraft(store, ada, [aRow(1)]);
      const theirs = { ...file, userId: bea.user.id };
      expect(await store.imports.find(bea.user.id, file.id)).to.equal(null);
      expect(await store.imports.find(ada.user.id, ids.next())).to.equal(null);
      expect(await list(9, null, bea)).to.deep.equal([[], false]);
      expect(await numbersOf(theirs)).to.deep.equal([[], false]);
    });

    it('show no file that is still on its way', async () => {
      const file = await bring(store, ada);
      expect(await store.imports.find(ada.user.id, file.id)).to.equal(null);
      expect(await list(9)).to.deep.equal([[], false]);
      await moved(store, file, 'reading');
      expect(await list(9)).to.deep.equal([[file.id], false]);
    });

    it('list the newest first, page by page', async () => {
      const files: string[] = [];
      for (let count = 0; count < 5; count += 1) files.unshift((await bring(store, ada, { state: 'reading' })).id);
      await bring(store, await settle(store), { state: 'reading' });
      expect(await list(5)).to.deep.equal([files, false]);
      expect(await list(2)).to.deep.equal([files.slice(0, 2), true]);
      expect(await list(2, files[1])).to.deep.equal([files.slice(2, 4), true]);
      expect(await list(2, files[3])).to.deep.equal([files.slice(4), false]);
    });

    it('show what was said and what was read, in a list as by itself', async () => {
      const corrections = { types: { Sälj: 'sell' } } as const;
      const said = { accountId: ada.account.id, corrections, size: 12, updatedAt: LATER, fileName: null };
      const bare = await bring(store, ada, { ...said, state: 'reading' });
      expect(await shown(store, bare)).to.deep.equal(bare);
      const inspection = anInspection({
        types: [{ value: 'Sälj', count: 1, meaning: 'sell' }],
        questions: [{ about: 'dateOrder', column: 'd', code: 'AMBIGUOUS', detail: '"?"', choices: ['dmy', 'mdy'] }],
      });
      const newAccounts = [{ id: ids.next(), name: 'Zürich "2"', currency: 'CHF' }];
      const rows = [aRow(1), aRow(2, { state: 'error' })];
      const file = await aDraft(store, ada, rows, { inspection, newAccounts });
      const read = { state: 'draft', inspection, newAccounts, counts: countsOf(rows), version: 2 };
      expect(file).to.deep.include(read);
      expect((await store.imports.list(ada.user.id, { limit: 2, after: null })).rows).to.deep.equal([file, bare]);
    });

    it('show rows in the order of the file, page by page and by state', async () => {
      const states: readonly RowState[] = [
        'new',
        'error',
        'same',
        'new',
        'error',
        'doubtful',
        'ignored',
        'new',
        'error',
      ];
      const file = await aDraft(
        store,
        ada,
        states.map((state, place) => aRow(place + 1, { state })),
      );
      await aDraft(store, ada, [aRow(1)]);
      expect(await numbersOf(file)).to.deep.equal([[1, 2, 3, 4, 5, 6, 7, 8, 9], false]);
      expect(await numbersOf(file, { limit: 4 })).to.deep.equal([[1, 2, 3, 4], true]);
      expect(await numbersOf(file, { limit: 5, after: 4 })).to.deep.equal([[5, 6, 7, 8, 9], false]);
      for (const [state, numbers] of Object.entries({ new: [1, 4, 8], same: [3], doubtful: [6], ignored: [7] }))
        expect(await numbersOf(file, { state: state as RowState })).to.deep.equal([numbers, false]);
      expect(await numbersOf(file, { state: 'error', limit: 2 })).to.deep.equal([[2, 5], true]);
      expect(await numbersOf(file, { state: 'error', limit: 2, after: 5 })).to.deep.equal([[9], false]);
      expect(await numbersOf(file, { state: 'new', limit: 2, after: 1 })).to.deep.equal([[4, 8], false]);
    });

    it('show a row with its cells, its problems and its reason, whatever stands in them', async () => {
      const odd = [...ODD_TEXTS, '', 'tab\there', 'line\nbreak', 'return\rhere', '\\N', '\\.'];
      const problems = odd.map((text) => ({ column: text, code: 'DIFFERS' as const, detail: text }));
      const rows = [
        aRow(1, { state: 'error', cells: odd, problems: [...problems, { column: null, code: 'DIFFERS', detail: '' }] }),
        aRow(2, { state: 'ignored', line: 70, columns: odd, reason: 'A "subtotal",\tof\nlines.' }),
      ];
      const file = await aDraft(store, ada, rows);
      expect((await rowsOf(file)).rows).to.deep.equal(rows);
    });

    it('show the operations of a row as they will be booked, whatever their kind', async () => {
      const rows = EVERY_KIND.map((draft, place) => aRow(place + 1, { operations: [aStaged(ada, draft)] }));
      const many = EVERY_KIND.slice(0, 3).map((draft, place) => aStaged(ada, draft, `key/${place}`));
      const all = [...rows, aRow(rows.length + 1, { state: 'doubtful', operations: many })];
      const file = await aDraft(store, ada, all);
      expect((await rowsOf(file)).rows).to.deep.equal(all.map(asShown));
    });

    it('count a row of many operations as one', async () => {
      const operations = ['a', 'b', 'c'].map((key) => aStaged(ada, {}, key));
      const file = await aDraft(store, ada, [aRow(1, { operations }), aRow(2), aRow(3)]);
      expect(await numbersOf(file, { limit: 2 })).to.deep.equal([[1, 2], true]);
      expect(await numbersOf(file, { state: 'new', limit: 3 })).to.deep.equal([[1, 2, 3], false]);
    });
  });
}

/** Nobody has booked it yet: its time is told for the times of its record. */
const asShown = ({ operations, ...row }: StagedRow): ImportRow => ({
  ...row,
  operations: operations.map(({ operation }) => {
    const told = operationRow(operation);
    return { ...told, created_at: told.date, updated_at: told.date };
  }),
});
