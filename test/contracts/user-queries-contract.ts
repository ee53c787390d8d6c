import { expect } from 'chai';
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
        { role: 'auditor', isActive: false, isVerified: true, timeZone: 'Asia/Kolkata', sessionEpoch: 7 },
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
  });
}
