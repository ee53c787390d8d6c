import { expect } from 'chai';
import type { User } from '#domain/identity/user.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { aNewUser, passwordHashOf, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every UserRepository does. */
export function userRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The user repository (${adapter})`, () => {
    let store: Store;

    before(async () => {
      store = await open();
    });
    after(() => store.close());

    const add = (user: User) => store.unitOfWork.run(({ users }) => users.add(user, passwordHashOf(user)));
    const find = (email: string) => store.unitOfWork.run(({ users }) => users.findByEmail(email));

    it('refuses an address that is taken, and leaves its owner alone', async () => {
      const { user } = await settle(store);
      const rival = aNewUser({ email: user.email, username: 'Rival' });
      expect(await refusalCodeOf(add(rival))).to.equal('EMAIL_TAKEN');
      expect(await find(user.email)).to.deep.equal(user);
      expect(await store.users.findById(rival.id)).to.equal(null);
    });

    it('lets one of many have an address that they want at once', async () => {
      const { email } = aNewUser();
      const rivals = Array.from({ length: 8 }, () => aNewUser({ email }));
      const ends = await Promise.allSettled(rivals.map(add));
      const codes = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason.code);
      expect(codes).to.deep.equal(Array.from({ length: 7 }, () => 'EMAIL_TAKEN'));
      const winner = rivals.find((_, index) => ends[index]?.status === 'fulfilled');
      expect(await find(email)).to.deep.equal(winner);
    });

    it('finds nobody by an address that is not registered', async () => {
      expect(await find('nobody@example.com')).to.equal(null);
    });

    it('finds a user as it was added, also a disabled one', async () => {
      for (const overrides of [
        {},
        { role: 'auditor', isActive: false, isVerified: true, timeZone: 'Asia/Kolkata', sessionEpoch: 7 },
        { role: 'admin', username: "It's ünï ☃ $1" },
      ] as const) {
        const user = aNewUser(overrides);
        await add(user);
        expect(await find(user.email)).to.deep.equal(user);
      }
    });

    it('changes the password and the session epoch, of this user alone', async () => {
      const [{ user }, { user: other }] = [await settle(store), await settle(store)];
      const renewed = user.withNewSessions();
      await store.unitOfWork.run(({ users }) => users.changePassword(renewed, 'a new hash'));
      expect(await store.users.findCredentials(user.email)).to.deep.equal({
        user: renewed,
        passwordHash: 'a new hash',
      });
      expect(await store.users.findCredentials(other.email)).to.deep.equal({
        user: other,
        passwordHash: passwordHashOf(other),
      });
    });
  });
}
