import { expect } from 'chai';
import { argon2Runs } from '../support/argon2-count.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';
import { errorBeside, titleOf, Visitor, valueIn, whereTo } from './visitor.ts';

const ELSEWHERE = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\u0000/evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  'operations',
  '/a\\b',
  '/ä',
  '/a b',
  `/${'a'.repeat(2_001)}`,
  '',
];
const OWN = ['/operations?tag=a%20b#newest', '/a//b', '/..//evil.example', '/@evil.example', `/${'a'.repeat(2_000)}`];

describe('The pages to sign in and out', () => {
  let app: TestApp;
  let ada: Person;
  let visitor: Visitor;

  const signIn = (who: Visitor, fields: object = {}) =>
    who.post('/sign-in', { username: ada.user.email, password: ada.password, ...fields });

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());
  beforeEach(() => {
    visitor = new Visitor(app.origin);
  });

  it('are where nobody is sent who wants to see a ledger', async () => {
    const answer = await visitor.get('/');
    expect([whereTo(answer), answer.text, answer.cookies]).to.deep.equal(['303 /sign-in', '', []]);
    expect((await visitor.get('/sign-in')).status).to.equal(200);
  });

  it('let nobody in by a token, which may give less than its person has', async () => {
    expect(whereTo(await visitor.get('/', { Authorization: `Bearer ${ada.token}` }))).to.equal('303 /sign-in');
  });

  describe('when signing in', () => {
    it('go home under a new session, and are not shown to who has one', async () => {
      const answer = await signIn(visitor);
      expect([whereTo(answer), answer.text]).to.deep.equal(['303 /', '']);
      const before = visitor.cookieHeader;
      expect(whereTo(await visitor.get('/sign-in'))).to.equal('303 /');
      expect(whereTo(await visitor.get('/sign-in?next=/a'))).to.equal('303 /a');
      expect(whereTo(await signIn(visitor))).to.equal('303 /');
      expect(visitor.cookieHeader).not.to.equal(before);
      const old = await new Visitor(app.origin).get('/', { Cookie: before });
      expect(whereTo(old)).to.equal('303 /sign-in');
    });

    it('refuse a wrong password and an unknown address alike, and keep the address alone', async () => {
      const wrong = await signIn(visitor, { password: 'a wrong password' });
      expect([wrong.status, titleOf(wrong)]).to.deep.equal([401, 'Error: Sign in – Blotter']);
      expect(wrong.headers).to.include({ 'www-authenticate': 'Bearer' });
      expect(wrong.text)
        .to.include('The e-mail address or the password is wrong.')
        .and.not.to.include('a wrong password');
      expect([valueIn(wrong, 'username'), wrong.cookies]).to.deep.equal([ada.user.email, []]);
      const unknown = await signIn(visitor, { username: 'x@example.com', password: 'a wrong password' });
      expect(unknown.status).to.equal(401);
      expect(unknown.text).to.equal(wrong.text.replaceAll(ada.user.email, 'x@example.com'));
    });

    it('ask for what was not filled in, which costs no hash', async () => {
      const runs = await argon2Runs(async () => {
        const answer = await signIn(visitor, { username: '', password: '' });
        expect(answer.status).to.equal(422);
        expect([errorBeside(answer, 'username'), errorBeside(answer, 'password')]).to.deep.equal([
          'This field is required.',
          'This field is required.',
        ]);
      });
      expect(runs).to.equal(0);
    });

    it('go on to a path of this site', async () => {
      for (const next of OWN) {
        const page = await visitor.get(`/sign-in?${new URLSearchParams({ next })}`);
        expect(valueIn(page, 'next')).to.equal(next);
        const wrong = await signIn(visitor, { next, password: 'a wrong password' });
        expect(valueIn(wrong, 'next')).to.equal(next);
        expect(whereTo(await signIn(new Visitor(app.origin), { next }))).to.equal(`303 ${next}`);
      }
    });

    it('go on to nowhere else', async () => {
      for (const next of ELSEWHERE) {
        const page = await visitor.get(`/sign-in?${new URLSearchParams({ next })}`);
        expect([next, page.text.includes('name="next"')]).to.deep.equal([next, false]);
        expect([next, whereTo(await signIn(new Visitor(app.origin), { next }))]).to.deep.equal([next, '303 /']);
      }
    });
  });

  describe('when signing out', () => {
    it('change nothing by being looked at', async () => {
      await signIn(visitor);
      expect((await visitor.get('/sign-out')).status).to.equal(200);
      expect((await visitor.get('/')).status).to.equal(200);
    });

    it('end the session on the server and say so', async () => {
      await signIn(visitor);
      const session = { Cookie: visitor.cookieHeader };
      const answer = await visitor.post('/sign-out');
      expect([whereTo(answer), answer.cookie('blotter')]).to.deep.equal(['303 /sign-in?after=sign-out', '']);
      expect(whereTo(await new Visitor(app.origin).get('/', session))).to.equal('303 /sign-in');
      expect((await visitor.get('/sign-in?after=sign-out')).text).to.include('You are signed out.');
    });

    it('need a session: without one there is only signing in', async () => {
      for (const headers of [{}, { Authorization: `Bearer ${ada.token}` }]) {
        expect(whereTo(await visitor.get('/sign-out', headers))).to.equal('303 /sign-in');
        const answer = await visitor.post('/sign-out', {}, { 'Sec-Fetch-Site': 'same-origin', ...headers });
        expect([whereTo(answer), answer.cookies]).to.deep.equal(['303 /sign-in', []]);
      }
      expect((await ada.bearer.get('/users/me')).status).to.equal(200);
    });
  });
});

describe('The pages to sign in and out, tried too often', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp({ rateLimits: true });
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('say when to come back, and keep the address', async () => {
    const visitor = new Visitor(app.origin);
    const guess = () => visitor.post('/sign-in', { username: ada.user.email, password: 'a wrong password' });
    for (let tries = 0; tries < 5; tries += 1) expect((await guess()).status).to.equal(401);
    const answer = await guess();
    expect([answer.status, titleOf(answer)]).to.deep.equal([429, 'Error: Sign in – Blotter']);
    expect(Number(answer.headers['retry-after'])).to.be.within(1, 300);
    expect([valueIn(answer, 'username'), answer.text.match(/Too many tries/g)?.length]).to.deep.equal([
      ada.user.email,
      1,
    ]);
  });

  it('say so on a page of its own where any request counts', async () => {
    const visitor = new Visitor(app.origin);
    for (let tries = 0; tries < 20; tries += 1) await visitor.post('/verify', { token: 'x' });
    const answer = await visitor.post('/verify', { token: 'x' });
    expect([answer.status, titleOf(answer)]).to.deep.equal([429, 'Error: Too many tries – Blotter']);
    expect(Number(answer.headers['retry-after'])).to.be.within(1, 60);
  });
});
