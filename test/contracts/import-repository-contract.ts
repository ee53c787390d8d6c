import { expect } from 'chai';
import { IMPORT_STATES, OPEN_STATES } from '#application/imports/import.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { LATER } from '#test/domain/builders.ts';
import { aDraft, anImportOf, aReadJob, aRow, aRunOf, aStaged, bring, kept, moved, shown } from './brought.ts';
import { book, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every ImportRepository does. */
export function importRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The import repository (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const countOpen = ({ user }: Settler) => store.unitOfWork.run(({ imports }) => imports.countOpen(user.id));
    const remove = (file: Parameters<typeof kept>[1]) => store.unitOfWork.run(({ imports }) => imports.delete(file));

    it('finds neither the import of somebody else nor one that never was', async () => {
      const bea = await settle(store);
      const file = await bring(store, ada);
      expect(await kept(store, { ...file, userId: bea.user.id })).to.equal(null);
      expect(await kept(store, anImportOf(ada.user))).to.equal(null);
    });

    it('finds it as it was added', async () => {
      const corrections = { types: { 'Sälj "x"': 'sell' }, currency: null, headerLine: 3 } as const;
      const whole = await bring(store, ada, { accountId: ada.account.id, corrections, size: 200 * 2 ** 20 });
      const bare = await bring(store, ada, { fileName: null });
      for (const file of [whole, bare]) expect(await kept(store, file)).to.deep.equal(file);
    });

    it('replaces what is said of it, and leaves what was read of it', async () => {
      const file = await aDraft(store, ada, [aRow(1)], {
        newAccounts: [{ id: ids.next(), name: 'N', currency: 'USD' }],
      });
      const said = { accountId: ada.account.id, corrections: { decimal: ',' }, size: 7, updatedAt: LATER } as const;
      const unread = { fileName: 'another.csv', createdAt: LATER, inspection: null, counts: null, newAccounts: [] };
      await moved(store, { ...file, ...said, ...unread }, 'reading');
      expect(await kept(store, file)).to.deep.equal({ ...file, ...said, state: 'reading', version: file.version + 1 });
    });

    it('refuses to save over a version that is not the one before', async () => {
      const first = await bring(store, ada);
      const second = await moved(store, first, 'reading');
      for (const stale of [first, { ...second, version: second.version + 1 }, { ...first, version: 0 }])
        expect(await refusalCodeOf(moved(store, stale, 'draft'))).to.equal('STALE_VERSION');
      expect(await kept(store, first)).to.deep.equal(second);
    });

    it('refuses to save one that is somebody else’s, or was deleted', async () => {
      const bea = await settle(store);
      const file = await bring(store, ada);
      expect(await refusalCodeOf(moved(store, { ...file, userId: bea.user.id }, 'draft'))).to.equal('STALE_VERSION');
      await remove(file);
      expect(await refusalCodeOf(moved(store, file, 'draft'))).to.equal('STALE_VERSION');
    });

    it('tells whether anything will still become of its job', async () => {
      const [running, ended] = [await aRunOf(store, ada.user), await aRunOf(store, ada.user)];
      await store.jobRuns.succeed(ended, null);
      const [waiting, cancelled] = [await aReadJob(store, ada.user), await aReadJob(store, ada.user)];
      await store.unitOfWork.run(({ jobs }) => jobs.cancel(cancelled));
      const theirs = await aReadJob(store, (await settle(store)).user);
      const isOver = async (jobId: string | null) => {
        const file = await bring(store, ada, { state: 'reading', jobId });
        const { jobIsOver } = await shown(store, file);
        expect((await kept(store, file))?.jobIsOver).to.equal(jobIsOver);
        return jobIsOver;
      };
      for (const jobId of [null, waiting.id, running.id]) expect(await isOver(jobId)).to.equal(false);
      for (const { id } of [ended, cancelled, theirs, { id: ids.next() }]) expect(await isOver(id)).to.equal(true);
    });

    it('deletes it with its bytes and its rows, and leaves what it has brought', async () => {
      const operation = aStaged(ada, { externalId: '1' });
      const file = await aDraft(store, ada, [aRow(1, { operations: [operation] })]);
      const other = await aDraft(store, ada, [aRow(1)]);
      await book(store, operation.operation);
      await remove(file);
      await remove(file);
      const page = { state: null, after: 0, limit: 5 };
      expect(await kept(store, file)).to.equal(null);
      expect((await store.imports.rows(file.userId, file.id, page)).rows).to.deep.equal([]);
      expect((await store.imports.rows(file.userId, other.id, page)).rows).to.have.length(1);
      expect(await store.operations.find(ada.user.id, operation.operation.id)).not.to.equal(null);
    });

    it('deletes nothing of somebody else', async () => {
      const bea = await settle(store);
      const file = await bring(store, ada);
      await remove({ ...file, userId: bea.user.id });
      expect(await kept(store, file)).to.deep.equal(file);
    });

    it('counts those of the user that nothing has become of', async () => {
      await settle(store).then((bea) => bring(store, bea));
      expect(await countOpen(ada)).to.equal(0);
      for (const state of IMPORT_STATES) await bring(store, ada, { state });
      expect(await countOpen(ada)).to.equal(OPEN_STATES.length);
      expect(OPEN_STATES).to.deep.equal(['uploading', 'reading', 'draft', 'failed']);
    });

    it('holds the one that it has found: of many changes at once none is lost', async () => {
      const file = await bring(store, ada);
      const grow = () =>
        store.unitOfWork.run(async ({ imports }) => {
          const found = await imports.find(file.userId, file.id);
          if (found !== null) await imports.save({ ...found, size: found.size + 1, version: found.version + 1 });
        });
      await Promise.all(Array.from({ length: 10 }, grow));
      expect(await kept(store, file)).to.include({ size: 10, version: 11 });
    });
  });
}
