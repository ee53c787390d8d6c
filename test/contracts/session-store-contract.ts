import { hash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { Request } from 'express';
import type { SessionData } from 'express-session';
import { HashedSessionStore } from '#adapters/inbound/http/session/hashed-session-store.ts';
import { Refusal } from '#application/refusal.ts';
import { refusalOf } from '#test/application/refusals.ts';
import type { Keeping, OpenKeeping } from './stores/session-keepers.ts';
import { until } from './until.ts';

/** More than what a request waits for its session, less than what a person notices. */
const MOST_MILLISECONDS = 250;
/** What a busy machine may add to a timer. */
const GRACE_MILLISECONDS = 250;

/** What the store of browser sessions does, wherever they are kept. */
export function sessionStoreContract(adapter: string, open: OpenKeeping): void {
  describe(`The session store (${adapter})`, () => {
    let keeping: Keeping;
    let store: HashedSessionStore;
    let userId: string;
    let count = 0;

    before(async () => {
      keeping = await open();
      store = new HashedSessionStore(keeping.keeper);
      userId = await keeping.aUser();
    });
    after(() => keeping.close());

    const anId = () => {
      count += 1;
      return `secret-id-${count}`;
    };
    const aSession = (lastsMilliseconds = 60_000, session = 'a session'): SessionData => ({
      cookie: { originalMaxAge: lastsMilliseconds, expires: new Date(Date.now() + lastsMilliseconds), httpOnly: true },
      user: { id: userId, session },
    });
    const getOnce = (id: string) =>
      new Promise<SessionData | null>((resolve, reject) => {
        store.get(id, (error, session) => (error ? reject(error) : resolve(session ?? null)));
      });
    const done = (work: (callback: (error?: unknown) => void) => void) =>
      new Promise<void>((resolve, reject) => work((error) => (error ? reject(error) : resolve())));
    const setOnce = (id: string, session: SessionData) => done((callback) => store.set(id, session, callback));
    const destroyOnce = (id: string) => done((callback) => store.destroy(id, callback));
    const get = (id: string) => patiently(() => getOnce(id));
    const set = (id: string, session: SessionData) => patiently(() => setOnce(id, session));
    const destroy = (id: string) => patiently(() => destroyOnce(id));
    const kept = async (session = aSession()) => {
      const id = anId();
      await set(id, session);
      return id;
    };

    it('knows no session that never was', async () => {
      expect(await get(anId())).to.equal(null);
    });

    it('knows no session that has expired', async () => {
      expect(await get(await kept(aSession(-1)))).to.equal(null);
      const dying = await kept(aSession(30));
      await until('it has expired', async () => (await get(dying)) === null);
    });

    it('knows no session that is over, and leaves the others', async () => {
      const [over, other] = [await kept(), await kept()];
      await destroy(over);
      await destroy(over);
      expect([await get(over), (await get(other))?.user]).to.deep.equal([null, { id: userId, session: 'a session' }]);
    });

    it('knows the session under its new id alone once it has got one', async () => {
      const [before, after] = [await kept(), anId()];
      const req = { sessionID: before } as Request;
      Object.assign(store, {
        generate(request: Request) {
          request.sessionID = after;
        },
      });
      await done((callback) => store.regenerate(req, callback));
      await set(req.sessionID, aSession());
      expect([await get(before), (await get(after))?.user.id]).to.deep.equal([null, userId]);
    });

    it('keeps the SHA-256 of an id, and the id nowhere', async () => {
      const id = await kept();
      const everything = await keeping.everything();
      expect(everything).to.include(hash('sha256', id, 'hex'));
      expect(everything).to.include(userId);
      expect(everything).not.to.include('secret-id');
      expect(await get(hash('sha256', id, 'hex')), 'what is kept is no key').to.equal(null);
    });

    it('gives back what was kept last', async () => {
      const [first, second] = [aSession(), aSession(120_000, 'another session')];
      const id = await kept(first);
      expect(await get(id)).to.deep.equal(JSON.parse(JSON.stringify(first)));
      await set(id, second);
      expect(await get(id)).to.deep.equal(JSON.parse(JSON.stringify(second)));
    });

    it('refuses in time when the keeper hangs, and never says that there is no session', async () => {
      const id = await kept();
      keeping.freeze();
      try {
        for (const work of [() => getOnce(id), () => setOnce(id, aSession()), () => destroyOnce(anId())]) {
          const begun = performance.now();
          const { code, facts } = await refusalOf(work());
          expect([code, facts.part]).to.deep.equal(['UNAVAILABLE', 'sessions']);
          expect(performance.now() - begun).to.be.below(MOST_MILLISECONDS + GRACE_MILLISECONDS);
        }
      } finally {
        keeping.thaw();
      }
      expect((await get(id))?.user.id).to.equal(userId);
    });

    it('refuses at once when the keeper fails, and never says that there is no session', async () => {
      const id = await kept();
      await keeping.breakDown();
      try {
        for (const work of [() => getOnce(id), () => setOnce(id, aSession()), () => destroyOnce(anId())]) {
          const error = await work().catch((caught: unknown) => caught);
          expect(error).to.be.instanceOf(Refusal).and.include({ code: 'UNAVAILABLE' });
        }
      } finally {
        await keeping.mend();
      }
      expect((await get(id))?.user.id).to.equal(userId);
    });

    it('answers once, however late the keeper is', async () => {
      const id = await kept();
      const answers: unknown[] = [];
      keeping.freeze();
      store.get(id, (error, session) => answers.push((error as Refusal | null)?.code ?? session));
      await until('it has answered', () => answers.length > 0);
      keeping.thaw();
      expect(await get(id)).not.to.equal(null);
      expect(answers).to.deep.equal(['UNAVAILABLE']);
    });
  });
}

/** A busy machine, or one that has just been mended, is given time: what is refused as UNAVAILABLE is tried again. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === 30 || !(error instanceof Refusal)) throw error;
      await pause(100);
    }
  }
}
