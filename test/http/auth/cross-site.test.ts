import { expect } from 'chai';
import type { AccountBody } from '../support/answer.ts';
import { aRegistration } from '../support/builders.ts';
import type { Headers } from '../support/caller.ts';
import { credentialsOf, type Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('A request that another site makes a browser send', () => {
  let app: TestApp;
  let ada: Person;
  let browser: { Cookie: string };

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
    browser = { Cookie: ada.cookieHeader };
  });
  after(() => app.stop());

  const rename = (headers: Headers) => app.anyone.patch(`/accounts/${ada.account}`, { name: 'Mine' }, headers);
  const ours = () => `http://127.0.0.1:${app.port}`;

  const REFUSED: readonly [from: string, headers: () => Headers][] = [
    ['another site', () => ({ 'Sec-Fetch-Site': 'cross-site' })],
    ['another host of the same site', () => ({ 'Sec-Fetch-Site': 'same-site' })],
    ['a site that the browser cannot name', () => ({ 'Sec-Fetch-Site': 'unheard-of' })],
    ['another site that claims our origin', () => ({ 'Sec-Fetch-Site': 'cross-site', Origin: ours() })],
    ['an old browser on another origin', () => ({ Origin: 'https://evil.example' })],
    ['an old browser on an opaque origin', () => ({ Origin: 'null' })],
    ['an old browser on another port', () => ({ Origin: 'http://127.0.0.1:1' })],
    ['an old browser on another scheme', () => ({ Origin: `https://127.0.0.1:${app.port}` })],
    ['an old browser on a host that begins like ours', () => ({ Origin: `${ours()}.evil.example` })],
    [
      'an old browser on another origin with our page before',
      () => ({ Origin: 'https://evil.example', Referer: ours() }),
    ],
    ['an old browser that came from another page', () => ({ Referer: 'https://evil.example/page' })],
    ['an old browser that came from nowhere sensible', () => ({ Referer: 'about:blank' })],
    ['a browser that says nothing at all', () => ({})],
  ];
  for (const [from, headers] of REFUSED)
    it(`from ${from} cannot use the cookie to write`, async () => {
      for (const [method, path, body] of [
        ['POST', '/accounts', { name: 'Planted', currency: 'USD' }],
        ['POST', '/operations', { type: 'deposit', payment: '1', currency: 'USD', date: '2026-01-01' }],
        ['PATCH', `/accounts/${ada.account}`, { name: 'Planted' }],
        ['DELETE', `/accounts/${ada.account}`, undefined],
        ['POST', '/auth/cookie/logout', undefined],
      ] as const) {
        const answer = await app.anyone.send(method, path, body, { ...browser, ...headers() });
        expect([method, path, answer.outcome]).to.deep.equal([method, path, '403 CROSS_SITE']);
        expect(answer.headers['vary'])
          .to.match(/Sec-Fetch-Site/)
          .and.match(/Origin/);
      }
      const accounts = (await ada.bearer.get('/accounts')).json<AccountBody[]>();
      expect(accounts.map(({ name }) => name)).to.satisfy((names: string[]) => !names.includes('Planted'));
      expect((await app.anyone.get('/users/me', browser)).status).to.equal(200);
    });

  const PASSES: readonly [from: string, headers: () => Headers][] = [
    ['a page of ours', () => ({ 'Sec-Fetch-Site': 'same-origin' })],
    ['the address bar', () => ({ 'Sec-Fetch-Site': 'none' })],
    ['an old browser on our origin', () => ({ Origin: ours() })],
    ['an old browser on localhost', () => ({ Origin: `http://localhost:${app.port}` })],
    ['an old browser on [::1]', () => ({ Origin: `http://[::1]:${app.port}` })],
    ['an old browser that came from our page', () => ({ Referer: `${ours()}/api/docs` })],
  ];
  for (const [from, headers] of PASSES)
    it(`is not what comes from ${from}`, async () => {
      const answer = await rename({ ...browser, ...headers() });
      expect(answer.status).to.equal(200);
      expect(answer.headers['vary'])
        .to.match(/Authorization/)
        .and.match(/Cookie/)
        .and.match(/Sec-Fetch-Site/);
    });

  for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { Origin: 'null' }]) {
    const sent = Object.entries(headers).flat().join(': ');

    it(`signs nobody in and registers nobody, not even without a cookie (${sent})`, async () => {
      const form = new URLSearchParams(credentialsOf(ada)).toString();
      for (const path of ['/auth/cookie/login', '/auth/bearer/login'])
        for (const answer of [
          await app.anyone.post(path, form, { ...FORM, ...headers }),
          await app.anyone.post(path, credentialsOf(ada), headers),
        ]) {
          expect(answer.outcome).to.equal('403 CROSS_SITE');
          expect(answer.cookies).to.deep.equal([]);
        }
      const registration = aRegistration();
      expect((await app.anyone.post('/auth/register', registration, headers)).outcome).to.equal('403 CROSS_SITE');
      expect(await app.sql('SELECT 1 FROM users WHERE email = $1', [registration.email])).to.deep.equal([]);
    });

    it(`borrows no cookie when it has a token: the token alone decides (${sent})`, async () => {
      const eve = await app.signedUp();
      const both = { ...browser, ...headers, Authorization: `Bearer ${eve.token}` };
      expect((await rename(both)).outcome).to.equal('404 NOT_FOUND');
      const own = await app.anyone.patch(`/accounts/${eve.account}`, { name: 'Eve’s' }, both);
      expect(own.json<AccountBody>().name).to.equal('Eve’s');
      const none = { ...browser, ...headers, Authorization: 'Bearer blt_nobodys' };
      expect((await rename(none)).outcome).to.equal('401 NOT_SIGNED_IN');
    });
  }

  it('may read, as reading changes nothing', async () => {
    const before = await app.sql('SELECT a::text FROM accounts a ORDER BY 1');
    for (const path of ['/accounts', `/accounts/${ada.account}`, '/operations', '/users/me'])
      for (const method of ['GET', 'HEAD'])
        expect(
          (await app.anyone.send(method, path, undefined, { ...browser, 'Sec-Fetch-Site': 'cross-site' })).status,
        ).to.equal(200);
    expect(await app.sql('SELECT a::text FROM accounts a ORDER BY 1')).to.deep.equal(before);
  });

  it('is told apart from a program, which sends neither a cookie nor where it comes from', async () => {
    expect((await app.anyone.post('/auth/bearer/login', credentialsOf(ada))).status).to.equal(200);
    expect((await ada.bearer.patch(`/accounts/${ada.account}`, { name: 'Mine' })).status).to.equal(200);
  });
});

describe('A request to a service with a public address', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp({ publicUrl: 'https://blotter.example' });
    ada = await app.signedUp();
  });
  after(() => app.stop());

  for (const [origin, outcome] of [
    ['https://blotter.example', '200'],
    ['http://blotter.example', '403 CROSS_SITE'],
    ['https://blotter.example:8443', '403 CROSS_SITE'],
    ['https://sub.blotter.example', '403 CROSS_SITE'],
    ['http://localhost', '403 CROSS_SITE'],
  ])
    it(`with a cookie from ${origin} is answered ${outcome}, whatever host it was sent to`, async () => {
      const headers = { Cookie: ada.cookieHeader, Origin: origin ?? '', Host: 'evil.example' };
      expect((await app.anyone.patch(`/accounts/${ada.account}`, { name: 'Mine' }, headers)).outcome).to.equal(outcome);
    });

  it('with a cookie from the port that it listens on is refused', async () => {
    const headers = { Cookie: ada.cookieHeader, Origin: app.origin };
    expect((await app.anyone.patch(`/accounts/${ada.account}`, {}, headers)).outcome).to.equal('403 CROSS_SITE');
  });
});
