import { expect } from 'chai';
import type { Session } from '#application/ports/session-repository.ts';
import { LATER, NOW } from '#test/domain/builders.ts';
import { aSessionOf, ids, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

/** What every SessionRepository does. */
export function sessionRepositoryContract(adapter: string, open: OpenStore): void {
  describe(`The session repository (${adapter})`, () => {
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

    const begin = async ({ user }: Settler, overrides: Partial<Session> = {}) => {
      const session = aSessionOf(user, overrides);
      await store.unitOfWork.run(({ sessions }) => sessions.add(session));
      return session;
    };
    const end = ({ user }: Settler, id: string) => store.unitOfWork.run(({ sessions }) => sessions.end(user.id, id));
    /** Which of these are still there. */
    const alive = (...sessions: readonly Session[]) =>
      Promise.all(
        sessions.map(async ({ userId, id }) => (await store.principals.findBySession(userId, id, NOW)) !== null),
      );

    it('ends no session that never was, is over or is somebody else’s', async () => {
      const [over, hers] = [await begin(ada), await begin(bea)];
      expect(await end(ada, over.id)).to.equal(true);
      for (const id of [ids.next(), over.id, hers.id]) expect(await end(ada, id)).to.equal(false);
      expect(await alive(hers)).to.deep.equal([true]);
    });

    it('ends one, and leaves the others of its user', async () => {
      const [over, other] = [await begin(ada), await begin(ada)];
      await end(ada, over.id);
      expect(await alive(over, other)).to.deep.equal([false, true]);
    });

    it('gives one another id, under which it goes on as it was, and no other', async () => {
      const renew = ({ user }: Settler, id: string, nextId: string) =>
        store.unitOfWork.run(({ sessions }) => sessions.renew(user.id, id, nextId));
      const [session, other, hers] = [await begin(ada), await begin(ada), await begin(bea)];
      const [shown] = (await store.credentials.listSignedIn(ada.user.id, NOW)).filter(({ id }) => id === session.id);
      const next = { ...session, id: ids.next() };
      expect(await renew(ada, session.id, next.id)).to.equal(true);
      expect(await alive(session, next, other, hers)).to.deep.equal([false, true, true, true]);
      expect(await store.credentials.listSignedIn(ada.user.id, NOW)).to.deep.include({ ...shown, id: next.id });
      for (const id of [session.id, hers.id, ids.next()]) expect(await renew(ada, id, ids.next())).to.equal(false);
      expect(await alive(next, other, hers)).to.deep.equal([true, true, true]);
    });

    it('ends all of a user, and nobody else’s', async () => {
      const [first, second, hers] = [await begin(ada), await begin(ada), await begin(bea)];
      await store.unitOfWork.run(({ sessions }) => sessions.endAllOf(ada.user.id, null));
      expect(await alive(first, second, hers)).to.deep.equal([false, false, true]);
    });

    it('ends all of a user but one, which is theirs', async () => {
      const [first, second, hers] = [await begin(ada), await begin(ada), await begin(bea)];
      await store.unitOfWork.run(({ sessions }) => sessions.endAllOf(ada.user.id, second.id));
      expect(await alive(first, second, hers)).to.deep.equal([false, true, true]);
      await store.unitOfWork.run(({ sessions }) => sessions.endAllOf(ada.user.id, hers.id));
      expect(await alive(second, hers)).to.deep.equal([false, true]);
    });

    it('ends the oldest until so many are left, and nobody else’s', async () => {
      const hers = await begin(bea);
      const sessions = [await begin(ada), await begin(ada), await begin(ada), await begin(ada)];
      const keep = (count: number) =>
        store.unitOfWork.run((repositories) => repositories.sessions.keepNewest(ada.user.id, count));
      expect(await keep(4)).to.equal(0);
      expect(await alive(...sessions)).to.deep.equal([true, true, true, true]);
      expect(await keep(2)).to.equal(2);
      expect(await alive(...sessions, hers)).to.deep.equal([false, false, true, true, true]);
      await keep(0);
      expect(await alive(...sessions, hers)).to.deep.equal([false, false, false, false, true]);
    });

    it('leaves so many and no more when many begin at once', async () => {
      const sessions = Array.from({ length: 12 }, () => aSessionOf(ada.user));
      const work = (session: Session) =>
        store.unitOfWork.run(async (repositories) => {
          await repositories.sessions.add(session);
          await repositories.sessions.keepNewest(ada.user.id, 3);
        });
      await Promise.all(sessions.map(work));
      expect((await alive(...sessions)).filter(Boolean)).to.have.length(3);
    });

    it('ends everybody’s', async () => {
      const sessions = [await begin(ada), await begin(bea)];
      await store.unitOfWork.run((repositories) => repositories.sessions.endAll());
      expect(await alive(...sessions)).to.deep.equal([false, false]);
    });

    it('keeps a session as it says', async () => {
      const client = { address: '2001:db8::1', userAgent: "It's ünï ☃ $1" };
      const first = await begin(ada, { client, createdAt: NOW, lastSeenAt: LATER, expiresAt: new Date('2026-12-01') });
      const second = await begin(ada, { client: { address: null, userAgent: null } });
      expect(await store.credentials.listSignedIn(ada.user.id, NOW)).to.deep.equal([
        {
          id: second.id,
          kind: 'cookie',
          address: null,
          user_agent: null,
          created_at: NOW.toISOString(),
          last_seen_at: NOW.toISOString(),
          expires_at: LATER.toISOString(),
        },
        {
          id: first.id,
          kind: 'cookie',
          address: '2001:db8::1',
          user_agent: "It's ünï ☃ $1",
          created_at: NOW.toISOString(),
          last_seen_at: LATER.toISOString(),
          expires_at: '2026-12-01T00:00:00.000Z',
        },
      ]);
    });
  });
}
