import { expect } from 'chai';
import { accountRow } from '#application/ledger/account-row.ts';
import type { Account } from '#domain/ledger/account.ts';
import { LATER } from '#test/domain/builders.ts';
import { aNewUser, anAccountOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every AccountQueries does. */
export function accountQueriesContract(adapter: string, open: OpenStore): void {
  describe(`The account queries (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const save = async (...accounts: Account[]) => {
      await store.unitOfWork.run(async (repositories) => {
        for (const account of accounts) await repositories.accounts.save(account);
      });
      return accounts;
    };
    const list = (limit: number, after: string | null = null, only: readonly string[] | null = null) =>
      store.accounts.list(ada.user.id, { limit, after, only });

    it('know nothing of the accounts of somebody else, nor of one that never was', async () => {
      const bea = await settle(store);
      expect(await store.accounts.find(ada.user.id, bea.account.id)).to.equal(null);
      expect(await store.accounts.find(ada.user.id, ids.next())).to.equal(null);
      expect((await list(10)).rows.map(({ id }) => id)).to.deep.equal([ada.account.id]);
      expect(await store.accounts.findDefault(bea.user.id)).to.equal(bea.account.id);
    });

    it('know nothing where a user has no account', async () => {
      const bea = aNewUser();
      await store.unitOfWork.run(({ users }) => users.add(bea, 'hash'));
      expect(await store.accounts.list(bea.id, { limit: 10, after: null, only: null })).to.deep.equal({
        rows: [],
        more: false,
      });
      expect(await store.accounts.findDefault(bea.id)).to.equal(null);
    });

    it('show an account as it says', async () => {
      const [account] = await save(anAccountOf(ada.user, { name: "It's ünï ☃ $1", currency: 'EUR', kind: 'wallet' }));
      const changed = account!.change({ name: 'B', kind: null }, LATER);
      for (const version of [account!, changed]) {
        if (version === changed) await save(version);
        expect(await store.accounts.find(ada.user.id, account!.id)).to.deep.equal(accountRow(version));
        expect((await list(10)).rows.at(-1)).to.deep.equal(accountRow(version));
      }
    });

    it('list in the order of opening, page by page, and say exactly when the list goes on', async () => {
      const opened = await save(...Array.from({ length: 4 }, () => anAccountOf(ada.user)));
      const all = [ada.account, ...opened].map(({ id }) => id);
      const idsOf = async (limit: number, after: string | null) => {
        const { rows, more } = await list(limit, after);
        return [rows.map(({ id }) => id), more];
      };
      expect(await idsOf(5, null)).to.deep.equal([all, false]);
      expect(await idsOf(4, null)).to.deep.equal([all.slice(0, 4), true]);
      expect(await idsOf(2, all[1]!)).to.deep.equal([all.slice(2, 4), true]);
      expect(await idsOf(3, all[1]!)).to.deep.equal([all.slice(2), false]);
      expect(await idsOf(3, all[4]!)).to.deep.equal([[], false]);
    });

    it('list only the accounts that they are asked for, page by page, in the same order', async () => {
      const opened = await save(...Array.from({ length: 4 }, () => anAccountOf(ada.user)));
      const [first, , third, fourth] = opened.map(({ id }) => id) as [string, string, string, string];
      const idsOf = async (only: readonly string[], limit = 10, after: string | null = null) => {
        const { rows, more } = await list(limit, after, only);
        return [rows.map(({ id }) => id), more];
      };
      expect(await idsOf([])).to.deep.equal([[], false]);
      expect(await idsOf([ids.next()])).to.deep.equal([[], false]);
      expect(await idsOf([fourth, first, third])).to.deep.equal([[first, third, fourth], false]);
      expect(await idsOf([fourth, first, third], 2)).to.deep.equal([[first, third], true]);
      expect(await idsOf([fourth, first, third], 2, third)).to.deep.equal([[fourth], false]);
    });

    it('list no account of somebody else, also when it is asked for', async () => {
      const bea = await settle(store);
      const { rows } = await list(10, null, [bea.account.id, ada.account.id]);
      expect(rows.map(({ id }) => id)).to.deep.equal([ada.account.id]);
    });

    it('take the oldest account as the default, and the next when it is gone', async () => {
      const [second] = await save(anAccountOf(ada.user), anAccountOf(ada.user));
      expect(await store.accounts.findDefault(ada.user.id)).to.equal(ada.account.id);
      await store.unitOfWork.run(({ accounts }) => accounts.delete(ada.account));
      expect(await store.accounts.findDefault(ada.user.id)).to.equal(second!.id);
    });
  });
}
