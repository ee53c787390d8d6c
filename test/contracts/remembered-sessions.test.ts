import { expect } from 'chai';
import type { SessionData } from 'express-session';
import { RememberedSessions } from '#adapters/inbound/http/session/remembered-sessions.ts';
import { openMemoryKeeping } from './stores/session-keepers.ts';

const MINUTE = 60_000;

const aSession = (session = 'a session'): SessionData => ({
  cookie: { originalMaxAge: MINUTE, expires: new Date(Date.now() + 10 * MINUTE), httpOnly: true },
  user: { id: 'ada', session },
});

describe('What is remembered of sessions', () => {
  let asked: string[];
  let now: number;
  let sessions: RememberedSessions;
  beforeEach(async () => {
    [asked, now] = [[], 0];
    const { keeper } = await openMemoryKeeping();
    const get: typeof keeper.get = (id, callback) => {
      asked.push(id);
      keeper.get(id, callback);
    };
    const set: typeof keeper.set = (id, session, callback) => keeper.set(id, session, callback);
    const destroy: typeof keeper.destroy = (id, callback) => keeper.destroy(id, callback);
    sessions = new RememberedSessions({ get, set, destroy }, () => now);
  });

  const get = (id: string) =>
    new Promise<SessionData | null>((resolve, reject) => {
      sessions.get(id, (error, session) => (error ? reject(error) : resolve(session ?? null)));
    });
  const set = (id: string, session = aSession()) =>
    new Promise<void>((resolve) => sessions.set(id, session, () => resolve()));
  const destroy = (id: string) => new Promise<void>((resolve) => sessions.destroy(id, () => resolve()));

  it('is asked for once in a minute', async () => {
    await set('one');
    for (let time = 0; time < 3; time += 1) expect((await get('one'))?.user.session).to.equal('a session');
    now = MINUTE - 1;
    await get('one');
    expect(asked).to.deep.equal(['one']);
    now = MINUTE;
    await get('one');
    expect(asked).to.deep.equal(['one', 'one']);
  });

  it('is a session of its own for each request', async () => {
    await set('one');
    const first = await get('one');
    first!.user.session = 'another';
    expect((await get('one'))?.user.session).to.equal('a session');
  });

  it('is never that there is none', async () => {
    expect(await get('one')).to.equal(null);
    await set('one');
    expect((await get('one'))?.user.id).to.equal('ada');
  });

  it('is gone when the session is set anew or destroyed', async () => {
    await set('one');
    await get('one');
    await set('one', aSession('another'));
    expect((await get('one'))?.user.session).to.equal('another');
    await destroy('one');
    expect(await get('one')).to.equal(null);
  });

  it('is of the newest ten thousand', async () => {
    for (let number = 0; number <= 10_000; number += 1) {
      await set(String(number));
      await get(String(number));
    }
    asked = [];
    await get('1');
    await get('0');
    expect(asked).to.deep.equal(['0']);
  });
});
