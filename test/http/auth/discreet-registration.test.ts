import { expect } from 'chai';
import { takesTheSameTime } from '../owasp/time-gap.ts';
import type { Answer, UserBody } from '../support/answer.ts';
import { aRegistration } from '../support/builders.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

describe('Where registering is discreet', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp({ registration: 'discreet' });
  });
  after(() => app.stop());

  const register = (overrides: object = {}) => {
    const registration = aRegistration(overrides);
    app.secrets.add(registration.password);
    app.secrets.add(registration.email);
    return { registration, answer: app.anyone.post('/auth/register', registration) };
  };
  const shape = ({ status, headers, text }: Answer) => [
    status,
    Object.keys(headers).sort(),
    headers['location'],
    text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, 'ID').replace(/\d{4}-\d{2}-[^"]*/, 'WHEN'),
  ];

  it('a taken address is answered as a new one, and its owner is told', async () => {
    const { registration, answer } = register();
    const again = app.anyone.post('/auth/register', { ...registration, password: 'another horse battery' });
    const [first, second] = [await answer, await again];
    expect(first.status).to.equal(201);
    expect(shape(second)).to.deep.equal(shape(first));
    expect(second.json<UserBody>().id).not.to.equal(first.json<UserBody>().id);
    const subjects = (await app.mailsTo(registration.email)).map(({ subject }) => subject);
    expect(subjects.sort()).to.deep.equal([
      'Confirm your e-mail address for Blotter',
      'You have a Blotter account already',
    ]);
  });

  it('a taken address takes as long as a new one', async () => {
    const { registration, answer } = register();
    await answer;
    const answered = (ask: () => Promise<Answer>) => async () => expect((await ask()).status).to.equal(201);
    const taken = answered(() => app.anyone.post('/auth/register', registration));
    const fresh = answered(() => register().answer);
    expect(await takesTheSameTime(taken, fresh, { rounds: 8, pairs: 16, nothing: 10, tolerance: 0.1 })).to.equal(true);
  }).timeout(60_000);

  it('somebody signs in once their address is confirmed, and until then as if they were not there', async () => {
    const { registration, answer } = register();
    await answer;
    const login = { username: registration.email, password: registration.password };
    const signIn = () => app.anyone.post('/auth/bearer/login', login);
    const nobodys = await app.anyone.post('/auth/bearer/login', { ...login, username: 'nobody@example.com' });
    expect((await signIn()).withoutItsName).to.deep.equal(nobodys.withoutItsName);
    const [mail] = await app.mailsTo(registration.email);
    const token = new URL(mail?.action?.url ?? '').searchParams.get('token');
    expect((await app.anyone.post('/auth/verify', { token })).status).to.equal(200);
    expect((await signIn()).status).to.equal(200);
  });

  it('the page sends everybody on to sign in, with the same words', async () => {
    const { email, password } = aRegistration();
    app.secrets.add(password);
    app.secrets.add(email);
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
    const body = new URLSearchParams({ email, password, username: 'Ada' }).toString();
    for (let time = 0; time < 2; time += 1) {
      const answer = await fetch(`${app.origin}/register`, { method: 'POST', headers, body, redirect: 'manual' });
      expect([answer.status, answer.headers.get('location'), answer.headers.getSetCookie()]).to.deep.equal([
        303,
        '/sign-in?after=register',
        [],
      ]);
    }
    expect(await (await fetch(`${app.origin}/sign-in?after=register`)).text()).to.include(
      'A mail is on its way to you.',
    );
  });
});
