import { hash } from 'node:crypto';
import { expect } from 'chai';
import { createClient } from 'redis';
import { testRedisUrl } from '#test/support/redis.ts';
import { type RedisServer, startRedisServer } from '#test/support/services/redis-server.ts';
import { cookieLogin, credentialsOf, type Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

describe('Sessions in Redis', () => {
  const redis = createClient({ url: testRedisUrl() });
  let app: TestApp;
  let ada: Person;

  before(async () => {
    await redis.connect();
    app = await startApp({ redisUrl: testRedisUrl() });
    ada = await app.signedUp();
  });
  after(async () => {
    redis.destroy();
    await app.stop();
  });

  it('are not taken for anybody’s when nobody began them', async () => {
    expect((await app.anyone.get('/users/me', { Cookie: 'blotter=s%3Anobodys.AAAA' })).status).to.equal(401);
  });

  it('are there by the SHA-256 of their id, for a time, and in PostgreSQL too', async () => {
    const id = decodeURIComponent(ada.cookieHeader).replace(/^blotter=s:|\..*$/g, '');
    const key = `blotter:session:${hash('sha256', id, 'hex')}`;
    expect(await redis.get(key))
      .to.include(ada.user.id)
      .and.not.to.include(id);
    expect(await redis.ttl(key)).to.be.within(1, 30 * 24 * 3600);
    const [copy] = await app.sql('SELECT data::text FROM sessions WHERE id_hash = $1', [hash('sha256', id, 'buffer')]);
    expect(copy?.['data']).to.include(ada.user.id).and.not.to.include(id);
  });

  it('work as those in PostgreSQL: a new id at each sign-in, and signed out they are over', async () => {
    const first = `blotter=${(await cookieLogin(app.anyone, credentialsOf(ada))).cookie('blotter')}`;
    expect((await app.anyone.get('/users/me', { Cookie: first })).status).to.equal(200);
    const again = await cookieLogin(app.anyone.with({ Cookie: first }), credentialsOf(ada));
    const second = `blotter=${again.cookie('blotter')}`;
    expect((await app.anyone.get('/users/me', { Cookie: first })).status).to.equal(401);
    const browser = { Cookie: second, 'Sec-Fetch-Site': 'same-origin' };
    expect((await app.anyone.get('/users/me', browser)).status).to.equal(200);
    expect((await app.anyone.post('/auth/cookie/logout', undefined, browser)).status).to.equal(204);
    expect((await app.anyone.get('/users/me', browser)).status).to.equal(401);
  });

  it('are named by /readyz', async () => {
    expect((await app.anyone.get('/readyz')).json<{ parts: object[] }>().parts).to.deep.include({
      part: 'redis',
      ready: true,
    });
  });
});

describe('Sessions in a Redis that is gone', () => {
  let redis: RedisServer;
  let app: TestApp;
  let ada: Person;

  before(async () => {
    redis = await startRedisServer();
    app = await startApp({ redisUrl: redis.url });
    ada = await app.signedUp();
    await redis.stop();
  });
  after(() => app.stop());

  it('live on, can be used, and are over when they end', async () => {
    expect((await ada.cookie.get('/users/me')).status).to.equal(200);
    expect((await ada.cookie.patch(`/accounts/${ada.account}`, { name: 'Mine' })).status).to.equal(200);
    expect((await ada.bearer.delete('/users/me/sessions?except=current')).status).to.equal(204);
    expect((await ada.cookie.get('/users/me')).outcome).to.equal('401 NOT_SIGNED_IN');
  });

  it('can be begun and signed out of', async () => {
    const begun = await cookieLogin(app.anyone, credentialsOf(ada));
    const browser = { Cookie: `blotter=${begun.cookie('blotter')}`, 'Sec-Fetch-Site': 'same-origin' };
    expect((await app.anyone.get('/users/me', browser)).status).to.equal(200);
    expect((await app.anyone.post('/auth/cookie/logout', undefined, browser)).status).to.equal(204);
    expect((await app.anyone.get('/users/me', browser)).outcome).to.equal('401 NOT_SIGNED_IN');
  });

  it('do not concern who comes by token, or without anything', async () => {
    expect((await ada.bearer.get('/users/me')).status).to.equal(200);
    expect((await app.anyone.get('/users/me')).status).to.equal(401);
    expect((await app.anyone.get('/livez')).status).to.equal(200);
  });

  it('are named by /readyz', async () => {
    const answer = await app.anyone.get('/readyz');
    expect([answer.status, answer.headers['retry-after']]).to.deep.equal([503, '1']);
    const { parts } = JSON.parse(answer.text) as { parts: { part: string; ready: boolean }[] };
    expect(parts.map(({ part, ready }) => `${part} ${ready}`).sort()).to.deep.equal([
      'database true',
      'process true',
      'redis false',
    ]);
  });
});
