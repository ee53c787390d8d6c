import { expect } from 'chai';
import express, { type Express } from 'express';
import request from 'supertest';
import { BrowserSessions } from '#adapters/inbound/http/session/browser-sessions.ts';
import { HashedSessionStore, type SessionKeeper } from '#adapters/inbound/http/session/hashed-session-store.ts';
import { openMemoryKeeping } from '#test/contracts/stores/session-keepers.ts';

const MINUTE = 60_000;

describe('Which session a cookie names', () => {
  let asked: number;
  let now: number;
  let keeper: SessionKeeper;
  let app: Express;

  beforeEach(async () => {
    [asked, now] = [0, 0];
    ({ keeper } = await openMemoryKeeping());
    const get: typeof keeper.get = (id, callback) => {
      asked += 1;
      keeper.get(id, callback);
    };
    const set: typeof keeper.set = (id, session, callback) => keeper.set(id, session, callback);
    const destroy: typeof keeper.destroy = (id, callback) => keeper.destroy(id, callback);
    const store = new HashedSessionStore({ get, set, destroy });
    const sessions = new BrowserSessions({ store, secret: 'a secret of the test', https: false }, () => now);
    app = express().set('env', 'test');
    app.use(sessions.lookUp);
    app.get('/session', (_req, res) => {
      res.json(res.locals.session ?? null);
    });
    app.post('/session/:name', async (req, res) => {
      await sessions.begin(req, res, { id: 'ada', session: req.params.name });
      res.json(req.sessionID);
    });
    app.delete('/session', async (req, res) => {
      await sessions.end(req, res);
      res.end();
    });
  });

  const begin = async (name = 'first'): Promise<string> => {
    const { headers } = await request(app).post(`/session/${name}`);
    return /^blotter=[^;]+/.exec(headers['set-cookie']?.[0] ?? '')?.[0] ?? '';
  };
  const named = async (cookie: string): Promise<string | undefined> =>
    (await request(app).get('/session').set('Cookie', cookie)).body?.session;

  it('is asked of the store once in a minute', async () => {
    const cookie = await begin();
    for (let time = 0; time < 3; time += 1) expect(await named(cookie)).to.equal('first');
    now = MINUTE - 1;
    expect([await named(cookie), asked]).to.deep.equal(['first', 1]);
    now = MINUTE;
    expect([await named(cookie), asked]).to.deep.equal(['first', 2]);
  });

  it('is remembered for that cookie alone', async () => {
    const [one, other] = [await begin('one'), await begin('other')];
    for (let time = 0; time < 2; time += 1)
      expect([await named(one), await named(other)]).to.deep.equal(['one', 'other']);
    expect(await named(one.slice(0, -1))).to.equal(undefined);
    expect(await named(`a=b; ${other}; c=d`)).to.equal('other');
    expect(asked, 'a changed one is not looked for').to.equal(2);
  });

  it('is of two that a browser sends the first', async () => {
    const [one, other] = [await begin('one'), await begin('other')];
    for (const cookie of [`${one}; ${other}`, one]) expect(await named(cookie)).to.equal('one');
    for (const cookie of [`${other}; ${one}`, other]) expect(await named(cookie)).to.equal('other');
  });

  it('is never remembered to be none', async () => {
    const cookie = await begin();
    const { get } = keeper;
    keeper.get = (_id, callback) => callback(null, null);
    expect(await named(cookie)).to.equal(undefined);
    keeper.get = get;
    expect(await named(cookie)).to.equal('first');
  });

  it('is not remembered of one whose store failed', async () => {
    const cookie = await begin();
    const { get } = keeper;
    keeper.get = (_id, callback) => callback(new Error('away'));
    expect((await request(app).get('/session').set('Cookie', cookie)).status).to.equal(500);
    keeper.get = get;
    expect(await named(cookie)).to.equal('first');
  });

  it('names another one under a new cookie once one begins anew, and the store forgets the former', async () => {
    const cookie = await begin();
    await named(cookie);
    const { headers } = await request(app).post('/session/second').set('Cookie', cookie);
    const renewed = /^blotter=[^;]+/.exec(headers['set-cookie']?.[0] ?? '')?.[0] ?? '';
    expect(renewed).not.to.equal(cookie);
    expect(await named(renewed)).to.equal('second');
    now = MINUTE;
    expect(await named(cookie)).to.equal(undefined);
  });

  it('is forgotten by the store and by the browser when the session ends', async () => {
    const cookie = await begin();
    await named(cookie);
    const { headers } = await request(app).delete('/session').set('Cookie', cookie);
    expect(headers['set-cookie']?.[0]).to.match(/^blotter=; Path=\/; Expires=Thu, 01 Jan 1970/);
    now = MINUTE;
    expect(await named(cookie)).to.equal(undefined);
  });

  it('is not looked for beside an Authorization header', async () => {
    const cookie = await begin();
    const { body } = await request(app).get('/session').set('Cookie', cookie).set('Authorization', 'Bearer x');
    expect([body, asked]).to.deep.equal([null, 0]);
  });
});
