import { expect } from 'chai';
import type { User } from '#domain/identity/user.ts';
import { aNewUser, ids, passwordHashOf, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every UserQueries does. */
export function userQueriesContract(adapter: string, open: OpenStore): void {
  describe(`The user queries (${adapter})`, () => {
    let store: Store;

    before(async () => {
      store = await open();
    });
    after(() => store.close());

    it('find nobody who is not registered', async () => {
      const { email } = aNewUser();
      expect(await store.users.findCredentials(email)).to.equal(null);
      expect(await store.users.findById(ids.next())).to.equal(null);
    });

    it('take no part of an address for the whole, nor a sign of a pattern for itself', async () => {
      const { user } = await settle(store);
      for (const email of [user.email.slice(1), `${user.email}m`, '%', user.email.replace('@', '_'), ''])
        expect(await store.users.findCredentials(email), email).to.equal(null);
    });

    it('find a user with the hash of the password, also a disabled one', async () => {
      await settle(store);
      for (const overrides of [
        {},
        { role: 'auditor', isActive: false, isVerified: true, timeZone: 'Asia/Kolkata' },
        { role: 'admin', username: "It's ünï ☃ $1", registeredAt: new Date('2026-11-24T09:30:00.007Z') },
      ] as const) {
        const { user } = await settle(store, overrides);
        expect(await store.users.findCredentials(user.email)).to.deep.equal({
          user,
          passwordHash: passwordHashOf(user),
        });
        expect(await store.users.findById(user.id)).to.deep.equal(user);
      }
    });

    it('list users in the order of registration, page by page, and say exactly when the list goes on', async () => {
      const { user: before } = await settle(store);
      const users: User[] = [];
      for (const overrides of [{ role: 'admin' }, { isActive: false }, { username: "It's ünï ☃ $1" }, {}] as const)
        users.push((await settle(store, overrides)).user);
      const page = async (limit: number, after: string | null) => {
        const { rows, more } = await store.users.list({ limit, after });
        return [rows, more];
      };
      expect(await page(4, before.id)).to.deep.equal([users, false]);
      expect(await page(5, before.id)).to.deep.equal([users, false]);
      expect(await page(3, before.id)).to.deep.equal([users.slice(0, 3), true]);
      expect(await page(3, users[1]!.id)).to.deep.equal([users.slice(2), false]);
      expect(await page(3, users[3]!.id)).to.deep.equal([[], false]);
    });

    it('list from the first user when there is no place to go on from', async () => {
      const { user } = await settle(store);
      const { rows } = await store.users.list({ limit: 1_000, after: null });
      expect(rows.at(-1)).to.deep.equal(user);
      const all = rows.map(({ id }) => id);
      expect(all).to.deep.equal(all.toSorted());
      expect((await store.users.list({ limit: 1, after: null })).rows[0]?.id).to.equal(all[0]);
    });
  });

  describe(`The user queries (${adapter})`, () => {
    let store: Store;

    before(async () => {
      store = await open();
    });
    after(() => store.close());

    it('know of an admin while an active one is there', async () => {
      expect(await store.users.hasAdmin(), 'nobody at all').to.equal(false);
      for (const overrides of [{}, { role: 'auditor' }, { role: 'admin', isActive: false }] as const)
        await settle(store, overrides);
      expect(await store.users.hasAdmin(), 'none that is active').to.equal(false);
      const { user } = await settle(store, { role: 'admin' });
      expect(await store.users.hasAdmin()).to.equal(true);
      await store.unitOfWork.run(({ users }) => users.save(user.kept({ role: 'user' })));
      expect(await store.users.hasAdmin(), 'none any more').to.equal(false);
    });
  });
}
