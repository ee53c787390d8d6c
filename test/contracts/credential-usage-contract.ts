import { expect } from 'chai';
import { nextEnd } from '#application/identity/session-life.ts';
import type { Credential } from '#application/ports/principal-queries.ts';
import { NOW } from '#test/domain/builders.ts';
import { aSessionOf, aTokenOf, type Settler, settle } from './settlers.ts';
import type { OpenStore, Store } from './stores/store.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

/** What every CredentialUsage does. */
export function credentialUsageContract(adapter: string, open: OpenStore): void {
  describe(`The use of credentials (${adapter})`, () => {
    let store: Store;
    let ada: Settler;

    before(async () => {
      store = await open();
    });
    after(() => store.close());
    beforeEach(async () => {
      ada = await settle(store);
    });

    const withSession = async () => {
      const session = aSessionOf(ada.user, { expiresAt: nextEnd(NOW, NOW) });
      await store.unitOfWork.run(({ sessions }) => sessions.add(session));
      return session;
    };
    const withToken = async (name: string | null = null) => {
      const token = aTokenOf(ada.user, { name, expiresAt: null });
      await store.unitOfWork.run(({ tokens }) => tokens.save(token));
      return token;
    };
    const bySession = (id: string, now: Date) => store.principals.findBySession(ada.user.id, id, now);
    const byToken = (digest: string, now: Date) => store.principals.findByToken(digest, now);
    const record = (credential: Credential, now: Date, userId = ada.user.id) =>
      store.credentialUsage.record(userId, credential, now);
    const useSession = async (id: string, now: Date) => record((await bySession(id, now))!.credential, now);
    const useToken = async (digest: string, now: Date) => record((await byToken(digest, now))!.credential, now);
    const seen = async (id: string, now: Date) => (await bySession(id, now))?.credential.lastUsedAt;
    const used = async (digest: string) => (await byToken(digest, NOW))?.credential.lastUsedAt;

    it('of a session is noted when the minute before it saw none', async () => {
      const { id } = await withSession();
      for (const [milliseconds, noted] of [
        [MINUTE - 1, 0],
        [MINUTE, MINUTE],
        [2 * MINUTE - 1, MINUTE],
        [2 * MINUTE, 2 * MINUTE],
      ] as const) {
        await useSession(id, later(milliseconds));
        expect(await seen(id, later(milliseconds)), `${milliseconds} ms`).to.deep.equal(later(noted));
      }
    });

    it('of a token is noted the first time, and when the minute before it saw none', async () => {
      for (const name of [null, 'A script']) {
        const { digest } = await withToken(name);
        expect(await used(digest)).to.equal(null);
        for (const [milliseconds, noted] of [
          [5, 5],
          [MINUTE + 4, 5],
          [MINUTE + 5, MINUTE + 5],
        ] as const) {
          await useToken(digest, later(milliseconds));
          expect(await used(digest), `${milliseconds} ms`).to.deep.equal(later(noted));
        }
      }
    });

    it('of a session moves its end on by a week, and never beyond 30 days', async () => {
      const { id } = await withSession();
      const end = async (now: Date) => (await store.credentials.listSignedIn(ada.user.id, now))[0]?.expires_at;
      expect(await end(NOW)).to.equal(later(7 * DAY).toISOString());
      for (const [day, ends] of [
        [6, 13],
        [12, 19],
        [18, 25],
        [23, 30],
        [29, 30],
      ] as const) {
        await useSession(id, later(day * DAY));
        expect(await end(later(day * DAY)), `day ${day}`).to.equal(later(ends * DAY).toISOString());
      }
      expect(await bySession(id, later(30 * DAY - 1))).not.to.equal(null);
      expect(await bySession(id, later(30 * DAY))).to.equal(null);
    });

    it('of a token leaves its end where it is', async () => {
      const { digest } = aTokenOf(ada.user);
      const token = aTokenOf(ada.user, { digest, expiresAt: later(DAY) });
      await store.unitOfWork.run(({ tokens }) => tokens.save(token));
      await useToken(digest, later(DAY - 1));
      expect(await byToken(digest, later(DAY))).to.equal(null);
    });

    it('is noted of this credential alone', async () => {
      const [session, other] = [await withSession(), await withSession()];
      const [token, another] = [await withToken(), await withToken()];
      await useSession(session.id, later(MINUTE));
      await useToken(token.digest, later(MINUTE));
      expect([await seen(other.id, NOW), await used(another.digest)]).to.deep.equal([NOW, null]);
    });

    it('is noted of nobody else’s credential', async () => {
      const bea = await settle(store);
      const [session, token] = [await withSession(), await withToken()];
      await record((await bySession(session.id, NOW))!.credential, later(MINUTE), bea.user.id);
      await record((await byToken(token.digest, NOW))!.credential, later(MINUTE), bea.user.id);
      expect([await seen(session.id, NOW), await used(token.digest)]).to.deep.equal([NOW, null]);
    });

    it('brings back nothing that is over', async () => {
      const [session, token] = [await withSession(), await withToken()];
      const [bySessionThen, byTokenThen] = [await bySession(session.id, NOW), await byToken(token.digest, NOW)];
      await store.unitOfWork.run(async ({ sessions, tokens }) => {
        await sessions.endAllOf(ada.user.id, null);
        await tokens.deleteAllOf(ada.user.id);
      });
      await record(bySessionThen!.credential, later(MINUTE));
      await record(byTokenThen!.credential, later(MINUTE));
      expect([await bySession(session.id, NOW), await byToken(token.digest, NOW)]).to.deep.equal([null, null]);
    });
  });
}
