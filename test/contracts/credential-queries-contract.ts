import { expect } from 'chai';
import type { AccessToken } from '#application/ports/access-token-repository.ts';
import type { Session } from '#application/ports/session-repository.ts';
import { SCOPES } from '#domain/identity/scope.ts';
import { LATER, NOW } from '#test/domain/builders.ts';
import { aSessionOf, aTokenOf, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every CredentialQueries does. */
export function credentialQueriesContract(adapter: string, open: OpenStore): void {
  describe(`The credential queries (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const withToken = async (overrides: Partial<AccessToken> = {}, { user } = ada) => {
      const token = aTokenOf(user, overrides);
      await store.unitOfWork.run(({ tokens }) => tokens.save(token));
      return token;
    };
    const withSession = async (overrides: Partial<Session> = {}, { user } = ada) => {
      const session = aSessionOf(user, overrides);
      await store.unitOfWork.run(({ sessions }) => sessions.add(session));
      return session;
    };
    const personal = { name: 'A script', scopes: ['jobs'] } as const;
    const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
    const signedIn = async (now = NOW) => idsOf(await store.credentials.listSignedIn(ada.user.id, now));
    const tokens = async (now = NOW) => idsOf(await store.credentials.listTokens(ada.user.id, now));
    const justBefore = (date: Date) => new Date(date.getTime() - 1);

    it('show nothing of somebody else', async () => {
      const bea = await settle(store);
      await withSession({}, bea);
      await withToken({}, bea);
      await withToken(personal, bea);
      expect([await signedIn(), await tokens()]).to.deep.equal([[], []]);
    });

    it('show nothing from its expiry on, and show it a millisecond before', async () => {
      const [session, login] = [await withSession(), await withToken()];
      const [brief, endless] = [await withToken(personal), await withToken({ ...personal, expiresAt: null })];
      expect([await signedIn(LATER), await tokens(LATER)]).to.deep.equal([[], [endless.id]]);
      expect(await signedIn(justBefore(LATER))).to.deep.equal([login.id, session.id]);
      expect(await tokens(justBefore(LATER))).to.deep.equal([brief.id, endless.id]);
    });

    it('show nothing that is over', async () => {
      const [session, login, token] = [await withSession(), await withToken(), await withToken(personal)];
      await store.unitOfWork.run(async (repositories) => {
        await repositories.sessions.end(ada.user.id, session.id);
        for (const { digest } of [login, token]) await repositories.tokens.delete(ada.user.id, digest);
      });
      expect([await signedIn(), await tokens()]).to.deep.equal([[], []]);
    });

    it('keep logins and personal access tokens apart', async () => {
      const [login, token] = [await withToken(), await withToken(personal)];
      expect([await signedIn(), await tokens()]).to.deep.equal([[login.id], [token.id]]);
    });

    it('show where somebody is signed in, sessions and logins together, newest first', async () => {
      const first = await withSession({ client: { address: '2001:db8::1', userAgent: "It's ünï ☃ $1" } });
      const second = await withToken({ client: { address: null, userAgent: null } });
      const third = await withSession({ lastSeenAt: new Date('2026-11-24T09:31:00.007Z') });
      const fourth = await withToken({ lastUsedAt: LATER, createdAt: new Date('2026-11-24T09:30:00.070Z') });
      expect(await signedIn()).to.deep.equal([fourth.id, third.id, second.id, first.id]);
      expect(await store.credentials.listSignedIn(ada.user.id, NOW)).to.deep.equal([
        {
          id: fourth.id,
          kind: 'bearer',
          address: '192.0.2.1',
          user_agent: 'A program',
          created_at: '2026-11-24T09:30:00.070Z',
          last_seen_at: '2026-11-24T10:00:00.000Z',
          expires_at: '2026-11-24T10:00:00.000Z',
        },
        {
          id: third.id,
          kind: 'cookie',
          address: '192.0.2.1',
          user_agent: 'A browser',
          created_at: '2026-11-24T09:30:00.000Z',
          last_seen_at: '2026-11-24T09:31:00.007Z',
          expires_at: '2026-11-24T10:00:00.000Z',
        },
        {
          id: second.id,
          kind: 'bearer',
          address: null,
          user_agent: null,
          created_at: '2026-11-24T09:30:00.000Z',
          last_seen_at: null,
          expires_at: '2026-11-24T10:00:00.000Z',
        },
        {
          id: first.id,
          kind: 'cookie',
          address: '2001:db8::1',
          user_agent: "It's ünï ☃ $1",
          created_at: '2026-11-24T09:30:00.000Z',
          last_seen_at: '2026-11-24T09:30:00.000Z',
          expires_at: '2026-11-24T10:00:00.000Z',
        },
      ]);
    });

    it('show personal access tokens as they say, in the order of their making', async () => {
      const accountIds = [ada.account.id, ada.user.id];
      const first = await withToken({ name: "It's ünï ☃ $1, {}", scopes: SCOPES, accountIds, lastUsedAt: LATER });
      const second = await withToken({ name: 'B', scopes: ['imports'], expiresAt: null });
      expect(await store.credentials.listTokens(ada.user.id, NOW)).to.deep.equal([
        {
          id: first.id,
          name: "It's ünï ☃ $1, {}",
          scopes: SCOPES,
          account_ids: accountIds,
          created_at: '2026-11-24T09:30:00.000Z',
          expires_at: '2026-11-24T10:00:00.000Z',
          last_used_at: '2026-11-24T10:00:00.000Z',
        },
        {
          id: second.id,
          name: 'B',
          scopes: ['imports'],
          account_ids: null,
          created_at: '2026-11-24T09:30:00.000Z',
          expires_at: null,
          last_used_at: null,
        },
      ]);
    });
  });
}
