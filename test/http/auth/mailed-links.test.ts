import { expect } from 'chai';
import type { Mail } from '#application/ports/mailer.ts';
import { aRegistration } from '../support/builders.ts';
import { cookieLogin, credentialsOf, type Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const NEW_PASSWORD = 'another horse battery staple';
const tokenOf = (mail: Mail | undefined): string => new URL(mail?.action?.url ?? '').searchParams.get('token') ?? '';

describe('A link by mail', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp({ publicUrl: 'https://blotter.example' });
  });
  after(() => app.stop());

  const forgot = (email: unknown) => app.anyone.post('/auth/forgot-password', { email });
  const reset = (token: unknown, password: unknown = NEW_PASSWORD) =>
    app.anyone.post('/auth/reset-password', { token, password });
  const newest = async ({ user }: Person, path: string): Promise<Mail | undefined> =>
    (await app.mailsTo(user.email)).findLast(({ action }) => action?.url.includes(path));

  it('is asked for with an address and nothing else', async () => {
    for (const path of ['/auth/forgot-password', '/auth/request-verify-token']) {
      expect((await app.anyone.post(path, {})).violations).to.deep.equal(['/email REQUIRED']);
      expect((await app.anyone.post(path, { email: 'ada' })).violations).to.deep.equal(['/email INVALID_FORMAT']);
      expect((await app.anyone.post(path, { email: null })).status).to.equal(422);
      const twice = await app.anyone.post(path, { email: 'ada@example.com', user_id: 'x' });
      expect(twice.violations).to.deep.equal(['/user_id UNKNOWN_FIELD']);
    }
  });

  it('is promised in the same words whether the address is known, unknown or of somebody disabled', async () => {
    const [ada, disabled, admin] = [await app.signedUp(), await app.signedUp(), await app.signedUp('admin')];
    await admin.bearer.patch(`/users/${disabled.user.id}`, { is_active: false });
    for (const path of ['/auth/forgot-password', '/auth/request-verify-token']) {
      const answers = [];
      for (const email of [ada.user.email, 'nobody@example.com', disabled.user.email])
        answers.push((await app.anyone.post(path, { email })).withoutItsName);
      expect(answers[0]).to.deep.include({ status: 202, text: 'null' });
      for (const answer of answers) expect(answer).to.deep.equal(answers[0]);
    }
    expect(await app.mailsTo('nobody@example.com')).to.deep.equal([]);
    expect(
      (await app.mailsTo(disabled.user.email)).filter(({ subject }) => subject.includes('password')),
    ).to.deep.equal([]);
  });

  it('costs the same for a known address as for an unknown one, as nobody is looked up', async () => {
    const ada = await app.signedUp();
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 60; round += 1)
      for (const [who, email] of [
        ['known', ada.user.email],
        ['unknown', `nobody-${round}@example.com`],
      ] as const) {
        const begun = performance.now();
        await forgot(email);
        times[who].push(performance.now() - begun);
      }
    const median = (list: number[]): number => [...list].sort((one, other) => one - other)[list.length >> 1] ?? 0;
    expect(Math.abs(median(times.known) - median(times.unknown))).to.be.below(5);
    await app.mailsTo(ada.user.email);
  });

  it('begins with the configured address, whatever the request says', async () => {
    const ada = await app.signedUp();
    await app.anyone
      .with({ 'X-Forwarded-Host': 'evil.example', Origin: 'https://blotter.example', Forwarded: 'host=evil.example' })
      .post('/auth/forgot-password', { email: ada.user.email });
    const mail = await newest(ada, '/reset-password');
    expect(mail?.action?.url).to.match(/^https:\/\/blotter\.example\/reset-password\?token=[A-Za-z0-9_-]{32}$/);
    expect(JSON.stringify(await app.mailsTo(ada.user.email))).not.to.include('evil');
  });

  it('gives one new password, ends every session and token, signs nobody in, and the owner is told', async () => {
    const ada = await app.signedUp();
    await forgot(ada.user.email);
    const token = tokenOf(await newest(ada, '/reset-password'));
    expect((await reset(token, 'short')).violations).to.deep.equal(['/password PASSWORD_WEAK']);
    expect((await reset(token, ada.user.email)).outcome).to.equal('422 PASSWORD_WEAK');
    const answer = await reset(token);
    expect([answer.status, answer.cookies]).to.deep.equal([204, []]);
    for (const caller of [ada.bearer, ada.cookie]) expect((await caller.get('/users/me')).status).to.equal(401);
    expect((await app.anyone.post('/auth/bearer/login', credentialsOf(ada))).outcome).to.equal('401 BAD_CREDENTIALS');
    expect((await cookieLogin(app.anyone, { username: ada.user.email, password: NEW_PASSWORD })).status).to.equal(204);
    expect((await reset(token)).outcome).to.equal('400 BAD_TOKEN');
    expect((await app.mailsTo(ada.user.email)).at(-1)?.subject).to.equal('Your Blotter password was changed');
  });

  it('is good once, also when two use it at once', async () => {
    const ada = await app.signedUp();
    await forgot(ada.user.email);
    const token = tokenOf(await newest(ada, '/reset-password'));
    const answers = await Promise.all([1, 2, 3, 4].map((number) => reset(token, `${NEW_PASSWORD} ${number}`)));
    expect(answers.map(({ outcome }) => outcome).sort()).to.deep.equal(['204', ...Array(3).fill('400 BAD_TOKEN')]);
  });

  it('is void once there is a newer one, for another purpose, for another address, and after an hour', async () => {
    const ada = await app.signedUp();
    await forgot(ada.user.email);
    const first = tokenOf(await newest(ada, '/reset-password'));
    await forgot(ada.user.email);
    const second = tokenOf(await newest(ada, '/reset-password'));
    expect(first).not.to.equal(second);
    expect((await reset(first)).outcome).to.equal('400 BAD_TOKEN');
    expect((await app.anyone.post('/auth/verify', { token: second })).outcome).to.equal('400 BAD_TOKEN');
    await app.sql("UPDATE mailed_tokens SET expires_at = now() WHERE user_id = $1 AND purpose = 'reset-password'", [
      ada.user.id,
    ]);
    expect((await reset(second)).outcome).to.equal('400 BAD_TOKEN');
    for (const token of ['', 'x', `${second}x`, second.slice(1)])
      expect((await reset(token)).status, token).to.equal(400);
    const moved = { email: aRegistration().email, current_password: ada.password };
    await forgot(ada.user.email);
    const third = tokenOf(await newest(ada, '/reset-password'));
    expect((await ada.bearer.patch('/users/me', moved)).status).to.equal(200);
    expect((await reset(third)).outcome).to.equal('400 BAD_TOKEN');
  });

  it('is kept only as a SHA-256, in no table in clear', async () => {
    const ada = await app.signedUp();
    await forgot(ada.user.email);
    const [before] = await app.sql('SELECT string_agg(payload::text, $$ $$) AS content FROM jobs');
    const token = tokenOf(await newest(ada, '/reset-password'));
    const rows = await app.sql('SELECT mailed_tokens::text AS row FROM mailed_tokens');
    expect(`${before?.['content']} ${JSON.stringify(rows)}`).not.to.include(token);
  });

  it('confirms the address with which somebody registered, once', async () => {
    const ada = await app.signedUp();
    expect((await ada.bearer.get('/users/me')).json<{ is_verified: boolean }>().is_verified).to.equal(false);
    const token = tokenOf(await newest(ada, '/verify'));
    const verified = await app.anyone.post('/auth/verify', { token });
    expect(verified.json<object>()).to.deep.equal({ ...ada.user, is_verified: true });
    expect((await app.anyone.post('/auth/verify', { token })).outcome).to.equal('400 BAD_TOKEN');
    const mails = (await app.mailsTo(ada.user.email)).length;
    await app.anyone.post('/auth/request-verify-token', { email: ada.user.email });
    expect(await app.mailsTo(ada.user.email)).to.have.length(mails);
  });

  it('cannot be used by a page of another site', async () => {
    for (const path of ['forgot-password', 'reset-password', 'request-verify-token', 'verify'])
      expect((await app.anyone.post(`/auth/${path}`, {}, { 'Sec-Fetch-Site': 'cross-site' })).outcome).to.equal(
        '403 CROSS_SITE',
      );
  });
});
