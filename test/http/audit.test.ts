import { expect } from 'chai';
import type { AuditRow } from '#application/ports/audit-queries.ts';
import type { Answer } from './support/answer.ts';
import { aRegistration, NO_ID } from './support/builders.ts';
import { cookieLogin, credentialsOf, type Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

const NEW_PASSWORD = 'another horse battery';

describe('The audit log', () => {
  let app: TestApp;
  let admin: Person;
  let ada: Person;

  before(async () => {
    app = await startApp();
    [admin, ada] = await Promise.all([app.signedUp('admin'), app.signedUp()]);
  });
  after(() => app.stop());

  const read = async (query = '') => (await admin.bearer.get(`/audit${query}`)).json<AuditRow[]>();
  const actionsAbout = async ({ user }: Pick<Person, 'user'>) =>
    (await read(`?user_id=${user.id}&limit=200`)).map(({ action }) => action);

  it('is read by admins who signed in, and by nobody else', async () => {
    const auditor = await app.signedUp('auditor');
    for (const { bearer, cookie } of [ada, auditor])
      for (const caller of [bearer, cookie]) expect((await caller.get('/audit')).outcome).to.equal('403 FORBIDDEN');
    expect((await app.anyone.get('/audit')).outcome).to.equal('401 NOT_SIGNED_IN');
    const { token } = (await admin.bearer.post('/tokens', { name: 'x', scopes: ['account'] })).json<{
      token: string;
    }>();
    app.secrets.add(token);
    expect((await app.anyone.get('/audit', { Authorization: `Bearer ${token}` })).outcome).to.equal(
      '403 INSUFFICIENT_SCOPE',
    );
    for (const caller of [admin.bearer, admin.cookie]) expect((await caller.get('/audit')).status).to.equal(200);
  });

  it('tells who did what, when, from where and to whom', async () => {
    const eve = await app.signedUp();
    const agent = { 'User-Agent': 'A script <script>' };
    const [session] = (await admin.bearer.get('/users/me/sessions')).json<{ id: string; current: boolean }[]>();
    await admin.bearer.patch(`/users/${eve.user.id}`, { role: 'auditor' }, agent);
    const [newest] = await read('?limit=1');
    const { id: _id, at, ...told } = newest!;
    expect(told).to.deep.equal({
      action: 'user.role_changed',
      actor_id: admin.user.id,
      actor_email: admin.user.email,
      credential_id: told.credential_id,
      address: '127.0.0.1',
      user_agent: agent['User-Agent'],
      subject_id: eve.user.id,
      subject_email: eve.user.email,
      details: { from: 'user', to: 'auditor' },
    });
    expect(told.credential_id)
      .to.be.a('string')
      .and.not.equal(session?.current ? '' : session?.id);
    expect(Date.now() - new Date(at).getTime()).to.be.within(-1_000, 60_000);
  });

  it('has a row of every sign-in and every failure', async () => {
    const eve = await app.signedUp();
    const wrong = { ...credentialsOf(eve), password: 'wrong horse battery' };
    await app.anyone.post('/auth/bearer/login', wrong);
    await cookieLogin(app.anyone, wrong);
    await app.anyone.post('/auth/bearer/login', credentialsOf(eve));
    await eve.cookie.post('/auth/cookie/logout', undefined);
    await eve.bearer.post('/auth/bearer/logout', undefined);
    const actions = await actionsAbout(eve);
    expect(actions.slice(0, 5)).to.deep.equal([
      'session.ended',
      'session.ended',
      'sign_in.succeeded',
      'sign_in.failed',
      'sign_in.failed',
    ]);
    expect(actions.slice(5).sort()).to.deep.equal(['sign_in.succeeded', 'sign_in.succeeded', 'user.registered']);
    const nobody = { username: aRegistration().email, password: 'wrong horse battery' };
    await app.anyone.post('/auth/bearer/login', nobody);
    const [unknown] = await read('?limit=1&action=sign_in.failed');
    expect([unknown?.subject_id, unknown?.details]).to.deep.equal([null, { reason: 'unknown address' }]);
  });

  it('has a row of what happens to passwords, addresses, tokens and sessions', async () => {
    const eve = await app.signedUp();
    const { id, token } = (await eve.bearer.post('/tokens', { name: 'x', scopes: ['jobs'] })).json<{
      id: string;
      token: string;
    }>();
    app.secrets.add(token);
    await eve.bearer.delete(`/tokens/${id}`);
    await eve.bearer.patch('/users/me', { password: NEW_PASSWORD, current_password: 'wrong horse battery' });
    await eve.bearer.patch('/users/me', { password: NEW_PASSWORD, current_password: eve.password });
    const { email } = aRegistration();
    await eve.bearer.patch('/users/me', { email, current_password: NEW_PASSWORD });
    await eve.bearer.delete('/users/me/sessions?except=current');
    await app.anyone.post('/auth/forgot-password', { email });
    const links = (await app.mailsTo(email)).map(({ action }) => new URL(action?.url ?? '').searchParams.get('token'));
    expect(links).to.have.length(2);
    await app.anyone.post('/auth/verify', { token: links[0] });
    await app.anyone.post('/auth/reset-password', { token: links[1], password: 'a third horse battery' });
    expect((await actionsAbout(eve)).slice(0, 9)).to.deep.equal([
      'password.reset',
      'email.verified',
      'password.reset_requested',
      'sessions.ended',
      'email.changed',
      'password.changed',
      'password.refused',
      'token.deleted',
      'token.created',
    ]);
  });

  it('has what the pages do, too', async () => {
    const { email, password } = aRegistration();
    const form = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'same-origin' };
    const body = new URLSearchParams({ email, password, username: 'Eve' }).toString();
    await fetch(`${app.origin}/register`, { method: 'POST', headers: form, body, redirect: 'manual' });
    app.secrets.add(password);
    const [user] = await app.sql('SELECT id FROM users WHERE email = $1', [email]);
    const { bearer } = admin;
    const rows = (await bearer.get(`/audit?user_id=${user?.['id']}`)).json<AuditRow[]>();
    expect(rows.map(({ action }) => action)).to.deep.equal(['sign_in.succeeded', 'user.registered']);
  });

  it('tells no secret, nor what a stranger typed', async () => {
    const typed = 'my-password-by-mistake@example.com';
    await app.anyone.post('/auth/bearer/login', { username: typed, password: 'swordfish swordfish' });
    await app.anyone.post('/auth/forgot-password', { email: typed });
    const kept = JSON.stringify(await app.sql('SELECT * FROM audit_log'));
    expect(kept).not.to.include(typed).and.not.to.include('swordfish');
    for (const secret of [ada.password, ada.token, ada.cookieHeader, 'horse battery', '$argon2'])
      expect(kept).not.to.include(secret);
  });

  it('is read page by page, newest first, while more is written', async () => {
    const seen: string[] = [];
    for (let next: string | null = '/audit?limit=3'; next && seen.length < 12; ) {
      const page: Answer = await admin.bearer.get(next);
      seen.push(...page.json<AuditRow[]>().map(({ id }) => id));
      next = page.nextPage;
      await app.anyone.post('/auth/bearer/login', { username: 'a@b.example', password: 'wrong horse' });
    }
    const rows = await app.sql('SELECT id FROM audit_log WHERE id <= $1 ORDER BY id DESC LIMIT 12', [seen[0]]);
    expect(seen).to.deep.equal(rows.map(({ id }) => id));
  });

  it('refuses what it does not know, all at once, and a cursor of other filters', async () => {
    expect((await admin.bearer.get('/audit?action=x&user_id=y&limit=0&surprise=1')).violations).to.deep.equal([
      '/action NOT_ALLOWED',
      '/limit OUT_OF_RANGE',
      '/surprise UNKNOWN_FIELD',
      '/user_id INVALID_FORMAT',
    ]);
    const next = new URL((await admin.bearer.get('/audit?limit=1')).nextPage ?? '', app.origin);
    next.searchParams.set('action', 'user.registered');
    expect((await admin.bearer.get(`/audit${next.search}`)).outcome).to.equal('400 BAD_CURSOR');
    expect((await admin.bearer.get(`/audit?user_id=${NO_ID}`)).json<object[]>()).to.deep.equal([]);
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect((await admin.bearer.send(method, '/audit', method === 'DELETE' ? undefined : {})).status).to.equal(405);
  });
});
