import { expect } from 'chai';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { anOperationDraft, LATER } from '#test/domain/builders.ts';
import { anAccountOf, anOperationOf, book, deletionOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every AccountRepository does. */
export function accountRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The account repository (${adapter})`, () => {
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
      store.unitOfWork.run(({ accounts }) => accounts.find(userId, id));
    const save = (account: Settler['account']) => store.unitOfWork.run(({ accounts }) => accounts.save(account));
    const remove = (account: Settler['account']) => store.unitOfWork.run(({ accounts }) => accounts.delete(account));

    it('finds neither the account of somebody else nor one that never was', async () => {
      const bea = await settle(store);
      expect([await find(bea.account.id), await find(ids.next())]).to.deep.equal([null, null]);
    });

    it('refuses to save over a version that is not the one before, and leaves what is there', async () => {
      const second = ada.account.change({ name: 'Second' }, LATER);
      await save(second);
      const rival = ada.account.change({ name: 'Rival' }, LATER);
      const ahead = second.change({ name: 'C' }, LATER).change({ name: 'D' }, LATER);
      for (const stale of [rival, second, ahead]) expect(await refusalCodeOf(save(stale))).to.equal('STALE_VERSION');
      expect(await find(ada.account.id)).to.deep.equal(second);
    });

    it('refuses to save a change of an account that was closed', async () => {
      await remove(ada.account);
      expect(await refusalCodeOf(save(ada.account.change({ name: 'B' }, LATER)))).to.equal('STALE_VERSION');
      expect(await find(ada.account.id)).to.equal(null);
    });

    it('refuses to delete an account while an operation belongs to it', async () => {
      const operation = anOperationOf(ada, anOperationDraft());
      await book(store, operation);
      expect(await refusalCodeOf(remove(ada.account))).to.equal('ACCOUNT_NOT_EMPTY');
      expect(await find(ada.account.id)).to.deep.equal(ada.account);
      await store.unitOfWork.run(({ operations }) => operations.delete(operation, deletionOf(operation, LATER)));
      await remove(ada.account);
      expect(await find(ada.account.id)).to.equal(null);
    });

    it('never deletes an account under an operation that is booked at the same moment', async () => {
      for (let round = 0; round < 15; round += 1) {
        const account = anAccountOf(ada.user);
        await save(account);
        const operation = anOperationOf({ ...ada, account }, anOperationDraft());
        const [deleted, booked] = await Promise.allSettled([remove(account), book(store, operation)]);
        const there = [await find(account.id), await store.operations.find(ada.user.id, operation.id)];
        expect(there.map((found) => found !== null)).to.deep.equal(
          deleted.status === 'fulfilled' ? [false, false] : [true, true],
        );
        expect([deleted.status, booked.status]).to.have.members(['fulfilled', 'rejected']);
        const reason = deleted.status === 'rejected' ? deleted.reason : (booked as PromiseRejectedResult).reason;
        expect(reason.code).to.equal(deleted.status === 'rejected' ? 'ACCOUNT_NOT_EMPTY' : 'NOT_FOUND');
      }
    });

    it('finds an account as it was saved, and as it was changed', async () => {
      const opened = anAccountOf(ada.user, { name: "It's ünï ☃ $1", currency: 'EUR', kind: 'wallet' });
      await save(opened);
      expect(await find(opened.id)).to.deep.equal(opened);
      const changed = opened.change({ name: 'Plain', currency: 'USD', kind: null }, LATER);
      await save(changed);
      expect(await find(opened.id)).to.deep.equal(changed);
      expect(await find(ada.account.id), 'the other one').to.deep.equal(ada.account);
    });
  });
}
