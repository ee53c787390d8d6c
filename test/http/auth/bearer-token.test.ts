import { hash } from 'node:crypto';
import { expect } from 'chai';
import { until } from '#test/contracts/until.ts';
import { testRedisUrl } from '#test/support/redis.ts';
import type { UserBody } from '../support/answer.ts';
import { credentialsOf, type Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

type Token = { access_token: string; token_type: string; expires_in: number };

describe('A bearer token', () => {
  let app: TestApp;
  /** A second process on the same database and Redis. */
  let other: TestApp;
  let ada: Person;

  const newToken = async (): Promise<string> =>
    (await app.anyone.post('/auth/bearer/login', credentialsOf(ada))).json<Token>().access_token;
  const me = (token: string, on = app) => on.anyone.get('/users/me', { Authorization: `Bearer ${token}` });

  before(async () => {
    app = await startApp({ redisUrl: testRedisUrl() });
    other = await startApp({ databaseUrl: app.databaseUrl, redisUrl: testRedisUrl() });
    ada = await app.signedUp();
  });
  after(async () => {
    await other.stop();
    await app.stop();
  });

  it('that nobody was given, or a header that holds none, is answered 401 with the way to sign in', async () => {
    const { token } = ada;
    for (const header of [
      'Bearer',
      'Bearer ',
      token,
      `Basic ${token}`,
      `Token ${token}`,
      `Bearer ${token} ${token}`,
      `Bearer "${token}"`,
      `Bearer ${token.toUpperCase()}`,
      `Bearer ${token.slice(0, -1)}`,
      `Bearer ${token}=`,
      `Bearer ${hash('sha256', token, 'hex')}`,
      `Bearer blt_${'A'.repeat(43)}`,
      `Bearer ${'x'.repeat(8_000)}`,
      'Bearer té',
    ]) {
      const answer = await app.anyone.get('/users/me', { Authorization: header });
      expect([header, answer.outcome]).to.deep.equal([header, '401 NOT_SIGNED_IN']);
      expect(answer.headers['www-authenticate']).to.equal('Bearer');
    }
  });

  it('is not replaced by a good cookie when it is bad', async () => {
    const answer = await ada.cookie.get('/users/me', { Authorization: 'Bearer blt_nobodys' });
    expect(answer.outcome).to.equal('401 NOT_SIGNED_IN');
  });

  it('that is past its time is over', async () => {
    const token = await newToken();
    expect((await me(token, other)).status).to.equal(200);
    await app.sql('UPDATE access_tokens SET expires_at = now() WHERE token_hash = $1', [
      hash('sha256', token, 'buffer'),
    ]);
    await until('it is over', async () => (await me(token, other)).outcome === '401 NOT_SIGNED_IN');
  });

  it('of a user who was disabled is over', async () => {
    const eve = await app.signedUp();
    expect([(await eve.bearer.get('/users/me')).status, (await eve.cookie.get('/users/me')).status]).to.deep.equal([
      200, 200,
    ]);
    const admin = await app.signedUp('admin');
    await admin.bearer.patch(`/users/${eve.user.id}`, { is_active: false });
    expect((await eve.bearer.get('/users/me')).outcome).to.equal('401 NOT_SIGNED_IN');
    expect((await eve.cookie.get('/users/me')).outcome).to.equal('401 NOT_SIGNED_IN');
  });

  it('is long, random, of a recognisable form and good for a told time', async () => {
    const answer = await app.anyone.post('/auth/bearer/login', credentialsOf(ada));
    const { access_token: token, token_type: type, expires_in: seconds } = answer.json<Token>();
    expect(token).to.match(/^blt_[A-Za-z0-9_-]{43}$/);
    expect(token).not.to.equal(ada.token);
    expect([type, Number.isInteger(seconds), seconds > 0]).to.deep.equal(['bearer', true, true]);
    expect(answer.cookies).to.deep.equal([]);
  });

  it('is kept only as its SHA-256', async () => {
    const rows = await app.sql('SELECT * FROM access_tokens WHERE token_hash = $1', [
      hash('sha256', ada.token, 'buffer'),
    ]);
    expect(rows).to.have.length(1);
    const everything = await app.sql('SELECT t::text AS row FROM access_tokens t');
    expect(JSON.stringify(everything)).not.to.include(ada.token.slice(4));
  });

  it('lets its owner in on every process, whatever the case of its scheme', async () => {
    for (const [scheme, on] of [
      ['Bearer', app],
      ['bearer', other],
      ['BEARER', other],
    ] as const) {
      const answer = await on.anyone.get('/users/me', { Authorization: `${scheme} ${ada.token}` });
      expect(answer.json<UserBody>().id).to.equal(ada.user.id);
    }
  });

  describe('signed out', () => {
    it('is refused by the very next request, on every process, and its owner’s other tokens live', async () => {
      const token = await newToken();
      expect([(await me(token)).status, (await me(token, other)).status]).to.deep.equal([200, 200]);
      const answer = await other.anyone.post('/auth/bearer/logout', undefined, { Authorization: `Bearer ${token}` });
      expect([answer.status, answer.text]).to.deep.equal([204, '']);
      expect([(await me(token)).outcome, (await me(token, other)).outcome]).to.deep.equal([
        '401 NOT_SIGNED_IN',
        '401 NOT_SIGNED_IN',
      ]);
      expect((await me(ada.token)).status).to.equal(200);
      const again = await app.anyone.post('/auth/bearer/logout', undefined, { Authorization: `Bearer ${token}` });
      expect(again.outcome).to.equal('401 NOT_SIGNED_IN');
    });

    it('takes a token: a session or nothing is refused, and the session goes on', async () => {
      expect((await app.anyone.post('/auth/bearer/logout', undefined)).outcome).to.equal('401 NOT_SIGNED_IN');
      expect((await ada.cookie.post('/auth/bearer/logout', undefined)).outcome).to.equal('401 NOT_SIGNED_IN');
      expect((await ada.cookie.get('/users/me')).status).to.equal(200);
    });
  });
});

describe('A bearer token of the only process', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('is remembered between requests and forgotten at once when it is signed out', async () => {
    expect((await ada.bearer.get('/users/me')).status).to.equal(200);
    expect((await ada.bearer.post('/auth/bearer/logout', undefined)).status).to.equal(204);
    expect((await ada.bearer.get('/users/me')).outcome).to.equal('401 NOT_SIGNED_IN');
  });
});
