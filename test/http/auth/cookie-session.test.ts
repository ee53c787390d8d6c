import { hash } from 'node:crypto';
import { expect } from 'chai';
import { until } from '#test/contracts/until.ts';
import { testRedisUrl } from '#test/support/redis.ts';
import type { UserBody } from '../support/answer.ts';
import { cookieLogin, credentialsOf, type Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/** The id that a signed cookie value holds: `s%3AID.SIGNATURE`. */
const idOf = (value: string): string => decodeURIComponent(value).replace(/^s:|\..*$/g, '');

describe('A cookie session', () => {
  let app: TestApp;
  /** A second process on the same database and Redis. */
  let other: TestApp;
  let ada: Person;

  const newSession = async (headers = {}): Promise<string> =>
    `blotter=${(await cookieLogin(app.anyone.with(headers), credentialsOf(ada))).cookie('blotter')}`;
  const me = (cookie: string, on = app) => on.anyone.get('/users/me', { Cookie: cookie });
  const logOut = (cookie: string, on = app) =>
    on.anyone.post('/auth/cookie/logout', undefined, { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' });
  const hashOf = (cookie: string): Buffer => hash('sha256', idOf(cookie.slice('blotter='.length)), 'buffer');

  before(async () => {
    app = await startApp({ redisUrl: testRedisUrl() });
    other = await startApp({ databaseUrl: app.databaseUrl, redisUrl: testRedisUrl() });
    ada = await app.signedUp();
  });
  after(async () => {
    await other.stop();
    await app.stop();
  });

  it('that nobody began, or whose cookie was changed, is answered 401', async () => {
    const value = ada.cookieHeader.slice('blotter='.length);
    const [id = '', signature = ''] = decodeURIComponent(value).slice(2).split('.');
    for (const cookie of [
      'blotter=',
      'blotter=x',
      `blotter=${id}`,
      `blotter=s%3A${id}`,
      `blotter=s%3A${id}.${'A'.repeat(signature.length)}`,
      `blotter=s%3A${'A'.repeat(id.length)}.${encodeURIComponent(signature)}`,
      `blotter=s%3A${hashOf(ada.cookieHeader).toString('hex')}.${encodeURIComponent(signature)}`,
      `Blotter=${value}`,
      `xblotter=${value}`,
      `__Host-blotter=${value}`,
      'blotter=%ff',
      `blotter=${'x'.repeat(8_000)}`,
    ])
      expect([cookie, (await me(cookie)).outcome]).to.deep.equal([cookie, '401 NOT_SIGNED_IN']);
  });

  it('that was ended is over, wherever its cookie is kept', async () => {
    const eve = await app.signedUp();
    expect((await eve.cookie.get('/users/me')).status).to.equal(200);
    await eve.bearer.delete('/users/me/sessions?except=current');
    expect((await eve.cookie.get('/users/me')).outcome).to.equal('401 NOT_SIGNED_IN');
    const renewed = await cookieLogin(app.anyone, credentialsOf(eve));
    expect((await me(`blotter=${renewed.cookie('blotter')}`)).status).to.equal(200);
  });

  it('that is past its time is over', async () => {
    const cookie = await newSession();
    await app.sql('UPDATE browser_sessions SET expires_at = now() WHERE user_id = $1', [ada.user.id]);
    await until('it is over', async () => (await me(cookie)).outcome === '401 NOT_SIGNED_IN');
    ada = await app.signedUp();
  });

  it('begins without a body, by a cookie that no script and no other site can use', async () => {
    const answer = await cookieLogin(app.anyone, credentialsOf(ada));
    expect([answer.status, answer.text, answer.cookies.length]).to.deep.equal([204, '', 2]);
    const [, ...attributes] = (answer.cookies.find((cookie) => cookie.startsWith('blotter=')) ?? '').split('; ');
    expect(attributes.filter((attribute) => !attribute.startsWith('Expires=')).sort()).to.deep.equal([
      'HttpOnly',
      'Path=/',
      'SameSite=Lax',
    ]);
    expect(answer.cookies[0]?.length).to.be.below(4_096);
  });

  it('has a new id of 256 random bits each time, and the one that the browser brought is over', async () => {
    const first = await newSession();
    expect((await me(first)).status).to.equal(200);
    const second = await newSession({ Cookie: first });
    expect(idOf(second)).not.to.equal(idOf(first));
    expect(idOf(second.slice('blotter='.length))).to.match(/^[A-Za-z0-9_-]{43}$/);
    expect([(await me(first)).outcome, (await me(second)).outcome]).to.deep.equal(['401 NOT_SIGNED_IN', '200']);
    expect((await me(first, other)).outcome).to.equal('401 NOT_SIGNED_IN');
  });

  it('never takes an id that somebody else chose', async () => {
    const planted = 'blotter=s%3Aplanted-by-eve.AAAA';
    const cookie = await newSession({ Cookie: planted });
    expect(cookie).not.to.include('planted');
    expect((await me(planted)).outcome).to.equal('401 NOT_SIGNED_IN');
  });

  it('of a sign-in that failed goes on', async () => {
    const cookie = await newSession();
    const wrong = { ...credentialsOf(ada), password: 'a wrong password' };
    const failed = await cookieLogin(app.anyone.with({ Cookie: cookie }), wrong);
    expect([failed.outcome, failed.cookies]).to.deep.equal(['401 BAD_CREDENTIALS', []]);
    expect((await me(cookie)).status).to.equal(200);
  });

  it('is kept by the SHA-256 of its id alone', async () => {
    const [row] = await app.sql('SELECT * FROM sessions WHERE id_hash = $1', [hashOf(ada.cookieHeader)]);
    expect(row?.['user_id']).to.equal(ada.user.id);
    const everything = await app.sql('SELECT s::text AS row FROM sessions s');
    expect(JSON.stringify(everything)).not.to.include(idOf(ada.cookieHeader.slice('blotter='.length)));
  });

  it('lets its owner in on every process, and sets no cookie again', async () => {
    for (const on of [app, other]) {
      const answer = await me(ada.cookieHeader, on);
      expect(answer.json<UserBody>()).to.deep.equal(ada.user);
      expect(answer.cookies).to.deep.equal([]);
    }
  });

  it('is not begun by anything but signing in', async () => {
    const count = async () => (await app.sql('SELECT count(*) FROM sessions'))[0]?.['count'];
    const before = await count();
    await app.anyone.get('/users/me');
    await me('blotter=x');
    await ada.bearer.get('/users/me');
    expect(await count()).to.equal(before);
  });

  describe('signed out', () => {
    it('is destroyed on the server: refused by the very next request on every process, while others live', async () => {
      const [cookie, second] = [await newSession(), await newSession()];
      expect((await me(cookie, other)).status).to.equal(200);
      const answer = await logOut(cookie, other);
      expect([answer.status, answer.text, answer.cookie('blotter')]).to.deep.equal([204, '', '']);
      expect(answer.cookies[0]).to.match(/Expires=Thu, 01 Jan 1970 00:00:00 GMT/);
      expect(answer.cookies[0]).to.match(/HttpOnly/);
      expect([(await me(cookie)).outcome, (await me(cookie, other)).outcome]).to.deep.equal([
        '401 NOT_SIGNED_IN',
        '401 NOT_SIGNED_IN',
      ]);
      expect(await app.sql('SELECT 1 FROM sessions WHERE id_hash = $1', [hashOf(cookie)])).to.deep.equal([]);
      expect([(await me(second)).status, (await ada.bearer.get('/users/me')).status]).to.deep.equal([200, 200]);
      expect((await logOut(cookie)).outcome).to.equal('401 NOT_SIGNED_IN');
    });

    it('takes a session: a token or nothing is refused, and the token goes on', async () => {
      expect((await app.anyone.post('/auth/cookie/logout', undefined)).outcome).to.equal('401 NOT_SIGNED_IN');
      expect((await ada.bearer.post('/auth/cookie/logout', undefined)).outcome).to.equal('401 NOT_SIGNED_IN');
      expect((await ada.bearer.get('/users/me')).status).to.equal(200);
    });
  });
});

describe('A cookie session of a service with an https:// address', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp({ publicUrl: 'https://blotter.example' });
    ada = await app.signedUp();
  });
  after(() => app.stop());

  for (const [proxy, headers] of [
    ['says so', { 'X-Forwarded-Proto': 'https' }],
    ['says nothing', {}],
    ['says something else', { 'X-Forwarded-Proto': 'http' }],
  ] as const)
    it(`is bound to its host and to HTTPS, also when the proxy ${proxy}`, async () => {
      const answer = await cookieLogin(app.anyone.with(headers), credentialsOf(ada));
      const [cookie = '', ...others] = answer.cookies.filter((set) => set.startsWith('__Host-blotter='));
      expect(others).to.deep.equal([]);
      expect(cookie).to.match(/^__Host-blotter=[^;]+; Path=\/; /);
      const attributes = cookie.split('; ').slice(1);
      expect(attributes.map((attribute) => attribute.replace(/=.*/, '')).sort()).to.deep.equal([
        'Expires',
        'HttpOnly',
        'Path',
        'SameSite',
        'Secure',
      ]);
      const value = answer.cookie('__Host-blotter');
      expect((await app.anyone.get('/users/me', { Cookie: `__Host-blotter=${value}` })).status).to.equal(200);
      expect((await app.anyone.get('/users/me', { Cookie: `blotter=${value}` })).status).to.equal(401);
    });

  it('goes on under a new cookie of that kind once its person has proved who they are', async () => {
    const eve = await app.signedUp();
    const { password } = credentialsOf(eve);
    await eve.cookie.get('/users/me');
    const answer = await eve.cookie.patch('/users/me', { current_password: password, password: `${password} anew` });
    expect(answer.status).to.equal(200);
    expect(answer.cookies[0]).to.match(/^__Host-blotter=s%3A[^;]+; Path=\/; .*; Secure/);
    const renewed = `__Host-blotter=${answer.cookie('__Host-blotter')}`;
    expect((await app.anyone.get('/users/me', { Cookie: renewed })).status).to.equal(200);
    expect((await eve.cookie.get('/users/me')).status).to.equal(401);
  });

  it('is taken back under the same name and attributes', async () => {
    const answer = await ada.cookie.post('/auth/cookie/logout', undefined);
    expect(answer.cookies[0]).to.match(/^__Host-blotter=; Path=\/; Expires=Thu, 01 Jan 1970 .*; Secure/);
    expect((await ada.cookie.get('/users/me')).status).to.equal(401);
  });

  it('comes with the promise to use HTTPS only', async () => {
    expect((await ada.bearer.get('/users/me')).headers['strict-transport-security']).to.match(/^max-age=\d{8}/);
  });
});
