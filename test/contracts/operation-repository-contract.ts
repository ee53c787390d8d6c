import { expect } from 'chai';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { HistoryEntry } from '#application/ports/operation-repository.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { refusalCodeOf, refusalOf } from '#test/application/refusals.ts';
import { anOperationDraft, LATER } from '#test/domain/builders.ts';
import { EVERY_KIND } from './every-kind.ts';
import {
  anAccountOf,
  anOperationOf,
  book,
  changeOf,
  creationOf,
  deletionOf,
  ids,
  type Settler,
  settle,
} from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every OperationRepository does. */
export function operationRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The operation repository (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const find = (id: string, userId = ada.user.id) =>
      store.unitOfWork.run(({ operations }) => operations.find(userId, id));
    const save = (operation: Operation, entry: HistoryEntry) =>
      store.unitOfWork.run(({ operations }) => operations.save(operation, entry));
    const bookOne = async (draft: OperationDraft = {}) => {
      const operation = anOperationOf(ada, anOperationDraft(draft));
      await book(store, operation);
      return operation;
    };
    const change = (before: Operation, patch: OperationDraft) => {
      const after = before.change(patch, LATER);
      return save(after, changeOf(before, after));
    };
    const rowOf = ({ id }: Operation) => store.operations.find(ada.user.id, id);
    const historyOf = async ({ id }: Operation) =>
      (await store.operations.history(ada.user.id, id, { limit: 50, afterVersion: 0 })).rows;

    it('finds neither the operation of somebody else nor one that never was', async () => {
      const bea = await settle(store);
      const { id } = await bookOne();
      expect([await find(id, bea.user.id), await find(ids.next())]).to.deep.equal([null, null]);
    });

    it('adds many at once but those whose identity is taken, and finds them by it', async () => {
      const bea = await settle(store);
      const taken = await bookOne({ source: 'broker', externalId: '1' });
      const drafts = [
        { source: 'broker', externalId: '1', note: 'a rival' },
        { source: 'broker', externalId: '2', tags: ['a "b"', 'c\\d', ''].filter((tag) => tag !== '') },
        { externalId: '1', note: '{NULL, "x"}' },
        {},
        { ...EVERY_KIND[0] },
      ];
      const all = drafts.map((draft) => anOperationOf(ada, anOperationDraft(draft)));
      const left = await store.unitOfWork.run(({ operations }) => operations.addAll(all));
      expect([...left]).to.deep.equal([all[0]?.id]);
      for (const operation of all.slice(1)) {
        expect(await rowOf(operation)).to.deep.equal(operationRow(operation));
        expect(await find(operation.id)).to.deep.equal(operation);
      }
      const { id: accountId } = ada.account;
      const keys = [
        { accountId, source: 'broker', externalId: '1' },
        { accountId, source: null, externalId: '1' },
        { accountId, source: 'broker', externalId: 'none' },
        { accountId: ids.next(), source: 'broker', externalId: '2' },
      ];
      const list = (userId: string) =>
        store.unitOfWork.run(({ operations }) => operations.listByExternalKeys(userId, keys));
      const found = (await list(ada.user.id)).map(({ id }) => id).sort();
      expect(found).to.deep.equal([taken.id, all[2]?.id].sort());
      expect(await list(bea.user.id)).to.deep.equal([]);
      expect(
        await store.unitOfWork.run(({ operations }) => operations.listByExternalKeys(ada.user.id, [])),
      ).to.deep.equal([]);
    });

    it('adds none of them when one is in an account that is not the owner’s', async () => {
      const bea = await settle(store);
      const all = [{}, { accountId: bea.account.id }].map((draft) => anOperationOf(ada, anOperationDraft(draft)));
      const adding = store.unitOfWork.run(({ operations }) => operations.addAll(all));
      expect(await refusalCodeOf(adding)).to.equal('NOT_FOUND');
      for (const operation of all) expect(await rowOf(operation)).to.equal(null);
    });

    it('begins the history of what was added with others when it changes, or goes', async () => {
      const [changed, deleted] = [{}, {}].map((draft) => anOperationOf(ada, anOperationDraft(draft)));
      if (changed === undefined || deleted === undefined) throw new Error('There are two.');
      await store.unitOfWork.run(({ operations }) => operations.addAll([changed, deleted]));
      expect(await historyOf(changed)).to.deep.equal([
        {
          version: 1,
          action: 'created',
          changed_by: ada.user.id,
          changed_at: changed.createdAt.toISOString(),
          changes: creationOf(changed).changes,
        },
      ]);
      await change(changed, { note: 'changed' });
      await store.unitOfWork.run(({ operations }) => operations.delete(deleted, deletionOf(deleted, LATER)));
      expect((await historyOf(changed)).map(({ action }) => action)).to.deep.equal(['created', 'changed']);
      expect((await historyOf(deleted)).map(({ action }) => action)).to.deep.equal(['created', 'deleted']);
      expect((await historyOf(deleted))[0]?.changes).to.deep.equal(creationOf(deleted).changes);
    });

    it('saves many at once, one of them twice, with the history of each', async () => {
      const [one, two] = [await bookOne(), await bookOne()];
      const bulk = anOperationOf(ada, anOperationDraft());
      await store.unitOfWork.run(({ operations }) => operations.addAll([bulk]));
      const first = one.change({ note: 'first "quoted", \\ and so on' }, LATER);
      const second = first.change({ tags: ['a', 'b c'] }, LATER);
      const [other, bulks] = [two.change({ quantity: '7.77' }, LATER), bulk.change({ note: 'bulk' }, LATER)];
      const steps = [
        [one, first],
        [two, other],
        [first, second],
        [bulk, bulks],
      ] as const;
      const changes = steps.map(([before, after]) => ({ operation: after, entry: changeOf(before, after) }));
      await store.unitOfWork.run(async ({ operations }) => {
        for (const { id } of [one, two, bulk]) await operations.find(ada.user.id, id);
        await operations.saveAll(changes);
      });
      for (const operation of [second, other, bulks])
        expect(await rowOf(operation)).to.deep.equal(operationRow(operation));
      expect((await historyOf(one)).map(({ version }) => version)).to.deep.equal([1, 2, 3]);
      expect((await historyOf(bulk)).map(({ action }) => action)).to.deep.equal(['created', 'changed']);
      expect((await historyOf(two)).at(-1)?.changes).to.deep.equal(changeOf(two, other).changes);
    });

    it('refuses to save over a version that is not the one before, and writes nothing', async () => {
      const first = await bookOne();
      const second = first.change({ note: 'second' }, LATER);
      await save(second, changeOf(first, second));
      const rival = first.change({ note: 'rival' }, LATER);
      const ahead = second.change({ note: 'c' }, LATER).change({ note: 'd' }, LATER);
      for (const stale of [rival, second, ahead])
        expect(await refusalCodeOf(save(stale, changeOf(first, stale)))).to.equal('STALE_VERSION');
      expect(await rowOf(first)).to.deep.equal(operationRow(second));
      expect((await historyOf(first)).map(({ version }) => version)).to.deep.equal([1, 2]);
    });

    it('refuses to save a change of an operation that was deleted', async () => {
      const operation = await bookOne();
      await store.unitOfWork.run(({ operations }) => operations.delete(operation, deletionOf(operation, LATER)));
      expect(await refusalCodeOf(change(operation, { note: 'too late' }))).to.equal('STALE_VERSION');
      expect(await rowOf(operation)).to.equal(null);
    });

    it('refuses to move an operation into an account of somebody else as if there were none', async () => {
      const bea = await settle(store);
      const operation = await bookOne();
      for (const accountId of [bea.account.id, ids.next()]) {
        const { code, message } = await refusalOf(change(operation, { accountId }));
        expect([code, message]).to.deep.equal(['NOT_FOUND', 'There is no such account.']);
      }
      expect(await rowOf(operation)).to.deep.equal(operationRow(operation));
      expect(await historyOf(operation)).to.have.length(1);
    });

    for (const source of ['broker', null]) {
      it(`refuses an external id of ${source ?? 'no'} source that is taken, and tells whose it is`, async () => {
        const taken = await bookOne({ source, externalId: '42' });
        const operation = await bookOne();
        const { code, facts } = await refusalOf(change(operation, { source, externalId: '42' }));
        expect([code, facts]).to.deep.equal(['ALREADY_EXISTS', { id: taken.id }]);
        expect(await rowOf(operation)).to.deep.equal(operationRow(operation));
        expect(await historyOf(operation)).to.have.length(1);
      });
    }

    it('refuses to move an operation into an account where its external id is taken', async () => {
      const second = anAccountOf(ada.user);
      await store.unitOfWork.run(({ accounts }) => accounts.save(second));
      const taken = await bookOne({ externalId: '42', accountId: second.id });
      const operation = await bookOne({ externalId: '42' });
      const { code, facts } = await refusalOf(change(operation, { accountId: second.id }));
      expect([code, facts]).to.deep.equal(['ALREADY_EXISTS', { id: taken.id }]);
    });

    it('gives an external id to one of two operations that take it at once', async () => {
      for (let round = 0; round < 5; round += 1) {
        const rivals = [await bookOne(), await bookOne()];
        const externalId = ids.next();
        const ends = await Promise.allSettled(rivals.map((operation) => change(operation, { externalId })));
        const codes = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason.code);
        expect(codes).to.deep.equal(['ALREADY_EXISTS']);
      }
    });

    it('lets an operation keep its external id, and take one that is free', async () => {
      const operation = await bookOne({ source: 'a', externalId: '42' });
      await bookOne({ source: 'b', externalId: '42' });
      await bookOne({ externalId: '42' });
      const noted = operation.change({ note: 'n' }, LATER);
      await save(noted, changeOf(operation, noted));
      await change(noted, { externalId: '43' });
      expect(await rowOf(operation)).to.include({ version: 3, external_id: '43' });
    });

    it('finds an operation as it was booked, whatever its kind', async () => {
      for (const draft of EVERY_KIND) {
        const operation = anOperationOf(ada, draft);
        await book(store, operation);
        const found = (await find(operation.id))!;
        expect(operationRow(found)).to.deep.equal(operationRow(operation));
        expect(found.change({}, LATER), 'nothing differs').to.equal(found);
      }
    });

    it('changes any operation into any other, and tells it in the history', async () => {
      let before = await bookOne({ externalId: 'first' });
      const drafts = [...EVERY_KIND, ...EVERY_KIND.toReversed()];
      for (const [index, draft] of drafts.entries()) {
        const after = before.replace(ada.account.id, { ...draft, note: `${draft.note} ${index}` }, LATER);
        const entry = { ...changeOf(before, after), action: 'replaced' } as const;
        await save(after, entry);
        expect(await rowOf(before)).to.deep.equal(operationRow(after));
        expect((await historyOf(after)).at(-1)).to.deep.equal({
          version: index + 2,
          action: 'replaced',
          changed_by: ada.user.id,
          changed_at: LATER.toISOString(),
          changes: entry.changes,
        });
        before = after;
      }
    });

    it('deletes an operation, and keeps its history with the deletion at the end', async () => {
      const [operation, other] = [await bookOne(), await bookOne()];
      await store.unitOfWork.run(({ operations }) => operations.delete(operation, deletionOf(operation, LATER)));
      expect([await find(operation.id), await rowOf(operation)]).to.deep.equal([null, null]);
      expect((await historyOf(operation)).map(({ version, action }) => [version, action])).to.deep.equal([
        [1, 'created'],
        [2, 'deleted'],
      ]);
      expect(await rowOf(other)).to.deep.equal(operationRow(other));
    });
  });
}
