import { expect } from 'chai';
import type { AccessToken } from '#application/ports/access-token-repository.ts';
import { LATER, NOW } from '#test/domain/builders.ts';
import { aDigest, aTokenOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const PERSONAL = { name: 'A script', scopes: ['jobs'] } as const;

/** What every AccessTokenRepository does. */
export function accessTokenRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The access token repository (${adapter})`, () => {
    let store: Store;
    let ada: Settler;
    let bea: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      [ada, bea] = [await settle(store), await settle(store)];
    });

    const save = async ({ user }: Settler, overrides: Partial<AccessToken> = {}) => {
      const token = aTokenOf(user, overrides);
      await store.unitOfWork.run(({ tokens }) => tokens.save(token));
      return token;
    };
    const deleteById = ({ user }: Settler, id: string, kind: 'login' | 'personal') =>
      store.unitOfWork.run(({ tokens }) => tokens.deleteById(user.id, id, kind));
    /** Which of these are still there. */
    const alive = (...tokens: readonly AccessToken[]) =>
      Promise.all(tokens.map(async ({ digest }) => (await store.principals.findByToken(digest, NOW)) !== null));

    it('kills one token, and leaves the others of its user', async () => {
      const [dead, living] = [await save(ada), await save(ada)];
      await store.unitOfWork.run(({ tokens }) => tokens.delete(ada.user.id, dead.digest));
      expect(await alive(dead, living)).to.deep.equal([false, true]);
    });

    it('kills nothing when the user has no such token', async () => {
      const [living, hers] = [await save(ada), await save(bea)];
      for (const digest of [aDigest(), hers.digest])
        await store.unitOfWork.run(({ tokens }) => tokens.delete(ada.user.id, digest));
      expect(await alive(living, hers)).to.deep.equal([true, true]);
    });

    it('kills none by an id that never was, is dead, is somebody else’s or of the other kind', async () => {
      const [login, personal, hers] = [await save(ada), await save(ada, PERSONAL), await save(bea)];
      const dead = await save(ada);
      await deleteById(ada, dead.id, 'login');
      for (const id of [ids.next(), dead.id, hers.id, personal.id])
        expect(await deleteById(ada, id, 'login')).to.equal(false);
      for (const id of [ids.next(), hers.id, login.id]) expect(await deleteById(ada, id, 'personal')).to.equal(false);
      expect(await alive(login, personal, hers)).to.deep.equal([true, true, true]);
    });

    it('counts the personal ones of a user that live', async () => {
      const count = ({ user }: Settler) => store.unitOfWork.run(({ tokens }) => tokens.countPersonal(user.id, NOW));
      expect(await count(ada)).to.equal(0);
      await save(ada);
      await save(bea, PERSONAL);
      await save(ada, { ...PERSONAL, expiresAt: null });
      await save(ada, { ...PERSONAL, expiresAt: LATER });
      await save(ada, { ...PERSONAL, expiresAt: NOW });
      expect(await count(ada)).to.equal(2);
    });

    it('kills the oldest logins until so many are left, no personal one, and nobody else’s', async () => {
      const [personal, hers] = [await save(ada, PERSONAL), await save(bea)];
      const logins = [await save(ada), await save(ada), await save(ada)];
      const keep = (count: number) => store.unitOfWork.run(({ tokens }) => tokens.keepNewestLogins(ada.user.id, count));
      expect(await keep(3)).to.equal(0);
      expect(await keep(1)).to.equal(2);
      expect(await alive(...logins, personal, hers)).to.deep.equal([false, false, true, true, true]);
    });

    it('kills one by its id, and tells that it did', async () => {
      const [login, other] = [await save(ada), await save(ada)];
      const [personal, another] = [await save(ada, PERSONAL), await save(ada, PERSONAL)];
      expect(await deleteById(ada, login.id, 'login')).to.equal(true);
      expect(await deleteById(ada, personal.id, 'personal')).to.equal(true);
      expect(await alive(login, other, personal, another)).to.deep.equal([false, true, false, true]);
    });

    it('is told once that it killed a token, when two kill it at once', async () => {
      const { id } = await save(ada);
      const told = await Promise.all([1, 2, 3].map(() => deleteById(ada, id, 'login')));
      expect(told.filter(Boolean)).to.have.length(1);
    });

    it('kills every token of a user, and nobody else’s', async () => {
      const tokens = [await save(ada), await save(ada, PERSONAL), await save(bea), await save(bea, PERSONAL)];
      await store.unitOfWork.run((repositories) => repositories.tokens.deleteAllOf(ada.user.id));
      expect(await alive(...tokens)).to.deep.equal([false, false, true, true]);
    });

    it('kills every login of a user, or all but one, and neither a personal token nor anybody else’s', async () => {
      const tokens = [await save(ada), await save(ada), await save(ada, PERSONAL), await save(bea)];
      const killLogins = (except: string | null) =>
        store.unitOfWork.run((repositories) => repositories.tokens.deleteLoginsOf(ada.user.id, except));
      await killLogins(tokens[1]!.id);
      expect(await alive(...tokens)).to.deep.equal([false, true, true, true]);
      await killLogins(null);
      expect(await alive(...tokens)).to.deep.equal([false, false, true, true]);
    });

    it('kills everybody’s logins, and no personal token', async () => {
      const tokens = [await save(ada), await save(bea), await save(ada, PERSONAL), await save(bea, PERSONAL)];
      await store.unitOfWork.run((repositories) => repositories.tokens.deleteAllLogins());
      expect(await alive(...tokens)).to.deep.equal([false, false, true, true]);
    });

    it('keeps a token for its user', async () => {
      const { digest } = await save(ada);
      expect((await store.principals.findByToken(digest, NOW))?.userId).to.equal(ada.user.id);
    });
  });
}
