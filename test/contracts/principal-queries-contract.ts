import { expect } from 'chai';
import type { AccessToken } from '#application/ports/access-token-repository.ts';
import type { Principal } from '#application/ports/principal-queries.ts';
import { SCOPES } from '#domain/identity/scope.ts';
import type { UserState } from '#domain/identity/user.ts';
import { LATER, NOW } from '#test/domain/builders.ts';
import { aDigest, aSessionOf, aTokenOf, ids, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every PrincipalQueries does. */
export function principalQueriesContract(adapter: string, open: OpenStore): void {
  describe(`The principal queries (${adapter})`, () => {
    let store: Store;

    before(async () => {
      store = await open();
    });
    after(() => store.close());

    const withKeys = async (state: Partial<UserState> = {}, overrides: Partial<AccessToken> = {}) => {
      const { user } = await settle(store, state);
      const [session, token] = [aSessionOf(user), aTokenOf(user, overrides)];
      await store.unitOfWork.run(async (repositories) => {
        await repositories.sessions.add(session);
        await repositories.tokens.save(token);
      });
      return {
        user,
        session,
        token,
        bySession: (now = NOW) => store.principals.findBySession(user.id, session.id, now),
        byToken: (now = NOW) => store.principals.findByToken(token.digest, now),
      };
    };
    const justBefore = (date: Date) => new Date(date.getTime() - 1);

    it('find nobody behind a token or a session that never was, nor behind somebody else’s session', async () => {
      const { user } = await withKeys();
      const { session } = await withKeys();
      expect(await store.principals.findByToken(aDigest(), NOW)).to.equal(null);
      for (const [userId, id] of [
        [user.id, ids.next()],
        [ids.next(), session.id],
        [user.id, session.id],
      ] as const)
        expect(await store.principals.findBySession(userId, id, NOW)).to.equal(null);
    });

    it('find nobody behind a revoked token from the next look on', async () => {
      const { user, token, byToken } = await withKeys();
      expect(await byToken()).not.to.equal(null);
      await store.unitOfWork.run(({ tokens }) => tokens.delete(user.id, token.digest));
      expect(await byToken()).to.equal(null);
    });

    it('find nobody behind a session that has ended from the next look on', async () => {
      const { user, session, bySession } = await withKeys();
      expect(await bySession()).not.to.equal(null);
      await store.unitOfWork.run(({ sessions }) => sessions.end(user.id, session.id));
      expect(await bySession()).to.equal(null);
    });

    it('find nobody behind a token or a session from its expiry on, and somebody a millisecond before', async () => {
      for (const look of Object.values(await withKeys()).filter((part) => typeof part === 'function')) {
        expect(await look(LATER)).to.equal(null);
        expect(await look(justBefore(LATER))).not.to.equal(null);
      }
    });

    it('find somebody for ever behind a token that never expires', async () => {
      const { byToken } = await withKeys({}, { expiresAt: null });
      expect(await byToken(new Date('2999-01-01'))).not.to.equal(null);
    });

    it('find no disabled user, and nobody who was disabled since from the next look on', async () => {
      const disabled = await withKeys({ isActive: false });
      expect([await disabled.bySession(), await disabled.byToken()]).to.deep.equal([null, null]);
      const { user, bySession, byToken } = await withKeys();
      expect([await bySession(), await byToken()]).not.to.include(null);
      await store.unitOfWork.run(({ users }) => users.save(user.kept({ isActive: false })));
      expect([await bySession(), await byToken()]).to.deep.equal([null, null]);
    });

    it('tell who it is and the role, and another one from the next look on', async () => {
      for (const role of ['user', 'auditor', 'admin'] as const) {
        const { user, bySession, byToken } = await withKeys({ role });
        for (const look of [bySession, byToken]) expect(await look()).to.include({ userId: user.id, role });
        await store.unitOfWork.run(({ users }) => users.save(user.kept({ role: 'auditor' })));
        for (const look of [bySession, byToken]) expect((await look())?.role).to.equal('auditor');
      }
    });

    it('tell of a session which one it is, since when and when it was last seen, and narrow it to nothing', async () => {
      const { user } = await settle(store);
      const session = aSessionOf(user, { createdAt: new Date('2026-11-24T09:30:00.007Z'), lastSeenAt: LATER });
      await store.unitOfWork.run(({ sessions }) => sessions.add({ ...session, expiresAt: new Date('2027-01-01') }));
      const principal: Principal = {
        userId: user.id,
        role: 'user',
        scopes: null,
        accountIds: null,
        credential: {
          kind: 'session',
          id: session.id,
          createdAt: session.createdAt,
          lastUsedAt: LATER,
          expiresAt: new Date('2027-01-01'),
        },
      };
      expect(await store.principals.findBySession(user.id, session.id, NOW)).to.deep.equal(principal);
    });

    it('tell of a token which one it is, what it may and for which accounts, and when it was last used', async () => {
      for (const overrides of [
        { scopes: null, accountIds: null, lastUsedAt: null },
        { name: 'A script', scopes: SCOPES, accountIds: [ids.next(), ids.next()], lastUsedAt: LATER },
        { name: 'B', scopes: ['jobs'], accountIds: null, lastUsedAt: NOW },
        { name: 'C', scopes: ['imports', 'jobs'], accountIds: [ids.next()], lastUsedAt: null },
      ] as const) {
        const { user, token, byToken } = await withKeys({}, overrides);
        const principal: Principal = {
          userId: user.id,
          role: 'user',
          scopes: overrides.scopes,
          accountIds: overrides.accountIds,
          credential: {
            kind: 'token',
            id: token.id,
            createdAt: NOW,
            lastUsedAt: overrides.lastUsedAt,
            expiresAt: token.expiresAt,
          },
        };
        expect(await byToken()).to.deep.equal(principal);
      }
    });
  });
}
