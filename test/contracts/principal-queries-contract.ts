import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import type { UserState } from '#domain/identity/user.ts';
import { LATER, NOW } from '#test/domain/builders.ts';
import { ids, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every PrincipalQueries does. */
export function principalQueriesContract(adapter: string, open: OpenStore): void {
  describe(`The principal queries (${adapter})`, () => {
    let store: Store;

    before(async () => {
      store = await open();
    });
    after(() => store.close());

    const byToken = (digest: Buffer, now = NOW) => store.principals.findByToken(digest, now);
    const withToken = async (overrides: Partial<UserState> = {}) => {
      const { user } = await settle(store, overrides);
      const digest = randomBytes(32);
      const token = { digest, userId: user.id, createdAt: NOW, expiresAt: LATER };
      await store.unitOfWork.run(({ tokens }) => tokens.save(token));
      return { user, digest };
    };

    it('find nobody behind a token or a user that never was', async () => {
      await withToken();
      expect(await byToken(randomBytes(32))).to.equal(null);
      expect(await store.principals.findByUser(ids.next())).to.equal(null);
    });

    it('find nobody behind a revoked token from the next look on', async () => {
      const { digest } = await withToken();
      expect(await byToken(digest)).not.to.equal(null);
      await store.unitOfWork.run(({ tokens }) => tokens.delete(digest));
      expect(await byToken(digest)).to.equal(null);
    });

    it('find nobody behind a token from its expiry on, and somebody a millisecond before', async () => {
      const { digest } = await withToken();
      expect(await byToken(digest, LATER)).to.equal(null);
      expect(await byToken(digest, new Date(LATER.getTime() - 1))).not.to.equal(null);
    });

    it('find no disabled user, by token or by id', async () => {
      const { user, digest } = await withToken({ isActive: false });
      expect([await byToken(digest), await store.principals.findByUser(user.id)]).to.deep.equal([null, null]);
    });

    it('tell who it is, the role and the session epoch', async () => {
      for (const [role, sessionEpoch] of [
        ['user', 1],
        ['auditor', 2],
        ['admin', 30],
      ] as const) {
        const { user, digest } = await withToken({ role, sessionEpoch });
        const principal = { userId: user.id, role, sessionEpoch };
        expect(await byToken(digest)).to.deep.equal(principal);
        expect(await store.principals.findByUser(user.id)).to.deep.equal(principal);
      }
    });

    it('tell the new session epoch from the next look on', async () => {
      const { user } = await withToken();
      await store.principals.findByUser(user.id);
      await store.unitOfWork.run(({ users }) => users.changePassword(user.withNewSessions(), 'new'));
      expect((await store.principals.findByUser(user.id))?.sessionEpoch).to.equal(2);
    });
  });
}
