import { expect } from 'chai';
import type { User } from '#domain/identity/user.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { aNewUser, ids, passwordHashOf, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';
import { userDeletion } from './user-repository/deletion.ts';

/** What every UserRepository does. */
export function userRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The user repository (${adapter})`, () => {
    let store: Store;

    before(async () => {
      store = await open();
    });
    after(() => store.close());

    const add = (user: User) => store.unitOfWork.run(({ users }) => users.add(user, passwordHashOf(user)));
    const save = (user: User) => store.unitOfWork.run(({ users }) => users.save(user));
    const find = (id: string) => store.unitOfWork.run(({ users }) => users.find(id));
    const findByEmail = (email: string) => store.unitOfWork.run(({ users }) => users.findByEmail(email));
    const findPasswordHash = (id: string) => store.unitOfWork.run(({ users }) => users.findPasswordHash(id));
    const lockAdmins = () => store.unitOfWork.run(({ users }) => users.lockAdmins());

    it('refuses an address that is taken, and leaves its owner alone', async () => {
      const { user } = await settle(store);
      const rival = aNewUser({ email: user.email, username: 'Rival' });
      expect(await refusalCodeOf(add(rival))).to.equal('EMAIL_TAKEN');
      expect(await findByEmail(user.email)).to.deep.equal(user);
      expect(await store.users.findById(rival.id)).to.equal(null);
    });

    it('lets one of many have an address that they want at once', async () => {
      const { email } = aNewUser();
      const rivals = Array.from({ length: 8 }, () => aNewUser({ email }));
      const ends = await Promise.allSettled(rivals.map(add));
      const codes = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason.code);
      expect(codes).to.deep.equal(Array.from({ length: 7 }, () => 'EMAIL_TAKEN'));
      const winner = rivals.find((_, index) => ends[index]?.status === 'fulfilled');
      expect(await findByEmail(email)).to.deep.equal(winner);
    });

    it('finds nobody who is not registered', async () => {
      expect(await find(ids.next())).to.equal(null);
      expect(await findByEmail('nobody@example.com')).to.equal(null);
      expect(await findPasswordHash(ids.next())).to.equal(null);
    });

    it('finds a user as it was added, also a disabled one', async () => {
      for (const overrides of [
        {},
        { role: 'auditor', isActive: false, isVerified: true, timeZone: 'Asia/Kolkata' },
        { role: 'admin', username: "It's ünï ☃ $1" },
      ] as const) {
        const user = aNewUser(overrides);
        await add(user);
        expect(await findByEmail(user.email)).to.deep.equal(user);
        expect(await find(user.id)).to.deep.equal(user);
        expect(await findPasswordHash(user.id)).to.equal(passwordHashOf(user));
      }
    });

    it('changes the password of this user alone, and nothing else of them', async () => {
      const [{ user }, { user: other }] = [await settle(store), await settle(store)];
      await store.unitOfWork.run(({ users }) => users.changePassword(user.id, 'a new hash'));
      expect(await store.users.findCredentials(user.email)).to.deep.equal({ user, passwordHash: 'a new hash' });
      expect(await store.users.findCredentials(other.email)).to.deep.equal({
        user: other,
        passwordHash: passwordHashOf(other),
      });
    });

    it('refuses to save an address that somebody else has, and leaves both as they are', async () => {
      const [{ user }, { user: other }] = [await settle(store), await settle(store)];
      const changed = aNewUser({ ...user, email: other.email, username: 'Rival' });
      expect(await refusalCodeOf(save(changed))).to.equal('EMAIL_TAKEN');
      expect([await find(user.id), await find(other.id)]).to.deep.equal([user, other]);
    });

    it('lets one of many change to an address that they want at once', async () => {
      const { email } = aNewUser();
      const settlers = [await settle(store), await settle(store), await settle(store), await settle(store)];
      const ends = await Promise.allSettled(settlers.map(({ user }) => save(aNewUser({ ...user, email }))));
      const codes = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason.code);
      expect(codes).to.deep.equal(['EMAIL_TAKEN', 'EMAIL_TAKEN', 'EMAIL_TAKEN']);
      const winner = settlers.find((_, index) => ends[index]?.status === 'fulfilled');
      expect((await findByEmail(email))?.id).to.equal(winner?.user.id);
    });

    it('saves everything about this user but the password', async () => {
      const [{ user }, { user: other }] = [await settle(store), await settle(store)];
      for (const overrides of [
        { email: `new-${user.email}` },
        { username: "It's ünï ☃ $1", timeZone: 'Asia/Kolkata' },
        { role: 'admin', isActive: false, isVerified: true },
        {},
      ] as const) {
        const changed = aNewUser({ ...user, ...overrides });
        await save(changed);
        expect(await store.users.findCredentials(changed.email)).to.deep.equal({
          user: changed,
          passwordHash: passwordHashOf(user),
        });
      }
      expect(await find(other.id)).to.deep.equal(other);
    });

    it('gives a former address to whoever comes', async () => {
      const { user } = await settle(store);
      await save(aNewUser({ ...user, email: `new-${user.email}` }));
      const next = aNewUser({ email: user.email });
      await add(next);
      expect(await findByEmail(user.email)).to.deep.equal(next);
    });

    it('names the active admins, and neither others nor disabled ones', async () => {
      const [{ user: first }, { user: second }] = [
        await settle(store, { role: 'admin' }),
        await settle(store, { role: 'admin' }),
      ];
      const others = [
        await settle(store, { role: 'admin', isActive: false }),
        await settle(store, { role: 'auditor' }),
        await settle(store),
      ].map(({ user }) => user.id);
      expect(await lockAdmins()).to.include.members([first.id, second.id]);
      for (const id of others) expect(await lockAdmins()).not.to.include(id);
      await save(first.kept({ isActive: false }));
      await save(second.kept({ role: 'user' }));
      expect(await lockAdmins())
        .not.to.include(first.id)
        .and.not.to.include(second.id);
    });

    it('lets two who look at the admins wait for each other: the second sees what the first did', async () => {
      const admins = [await settle(store, { role: 'admin' }), await settle(store, { role: 'admin' })];
      const others = (await lockAdmins()).filter((id) => !admins.some(({ user }) => user.id === id));
      for (const id of others) await save((await find(id))!.kept({ role: 'user' }));
      const step = ({ user }: { user: User }) =>
        store.unitOfWork.run(async ({ users }) => {
          const count = (await users.lockAdmins()).length;
          if (count > 1) await users.save(user.kept({ role: 'user' }));
          return count;
        });
      const counts = await Promise.all(admins.map(step));
      expect(counts.sort()).to.deep.equal([1, 2]);
      expect(await lockAdmins()).to.have.length(1);
    });

    userDeletion(() => store);
  });
}
