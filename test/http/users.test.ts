import { expect } from 'chai';
import { aRegistration, NO_ID } from './support/builders.ts';
import { cookieLogin, credentialsOf, type Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

const NEW_PASSWORD = 'another horse battery staple';

type SessionBody = {
  readonly id: string;
  readonly kind: 'cookie' | 'bearer';
  readonly current: boolean;
  readonly user_agent: string | null;
  readonly address: string | null;
  readonly last_seen_at: string | null;
};

describe('Where somebody is signed in', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  const sessionsOf = async ({ bearer }: Person) => (await bearer.get('/users/me/sessions')).json<SessionBody[]>();

  it('is told with when, where and by what, newest first, the one that asks marked', async () => {
    const ada = await app.signedUp();
    await cookieLogin(app.anyone.with({ 'User-Agent': 'Browser/1.0' }), credentialsOf(ada));
    const sessions = await sessionsOf(ada);
    expect(sessions.map(({ kind }) => kind).sort()).to.deep.equal(['bearer', 'cookie', 'cookie']);
    expect(sessions[0]).to.deep.include({ kind: 'cookie', user_agent: 'Browser/1.0', address: '127.0.0.1' });
    expect(sessions.filter(({ current }) => current).map(({ kind }) => kind)).to.deep.equal(['bearer']);
    const byCookie = (await ada.cookie.get('/users/me/sessions')).json<SessionBody[]>();
    expect(byCookie.find(({ current }) => current)?.kind).to.equal('cookie');
    expect((await ada.bearer.get('/users/me/sessions')).headers['cache-control']).to.equal('no-store');
  });

  it('can be ended one by one, at once, by its own user alone', async () => {
    const [ada, eve] = [await app.signedUp(), await app.signedUp()];
    const cookie = (await sessionsOf(ada)).find(({ kind }) => kind === 'cookie')?.id ?? '';
    expect((await eve.bearer.delete(`/users/me/sessions/${cookie}`)).outcome).to.equal('404 NOT_FOUND');
    expect((await ada.bearer.delete(`/users/me/sessions/${cookie}`)).status).to.equal(204);
    expect((await ada.cookie.get('/users/me')).outcome).to.equal('401 NOT_SIGNED_IN');
    expect((await ada.bearer.delete(`/users/me/sessions/${cookie}`)).outcome).to.equal('404 NOT_FOUND');
    const [own] = await sessionsOf(ada);
    expect((await ada.bearer.delete(`/users/me/sessions/${own?.id}`)).status).to.equal(204);
    expect((await ada.bearer.get('/users/me')).status).to.equal(401);
  });

  it('can be left everywhere else, or everywhere', async () => {
    const ada = await app.signedUp();
    expect((await ada.cookie.delete('/users/me/sessions?except=others')).violations).to.deep.equal([
      '/except NOT_ALLOWED',
    ]);
    expect((await ada.cookie.delete('/users/me/sessions?except=current')).status).to.equal(204);
    expect((await ada.bearer.get('/users/me')).status).to.equal(401);
    expect((await ada.cookie.get('/users/me')).status).to.equal(200);
    expect((await ada.cookie.delete('/users/me/sessions')).status).to.equal(204);
    expect((await ada.cookie.get('/users/me')).status).to.equal(401);
  });

  it('is no more where the browser signed out', async () => {
    const ada = await app.signedUp();
    await ada.cookie.post('/auth/cookie/logout', undefined);
    expect((await sessionsOf(ada)).map(({ kind }) => kind)).to.deep.equal(['bearer']);
  });
});

describe('A profile', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());
  beforeEach(async () => {
    ada = await app.signedUp();
  });

  const change = (draft: object) => ada.bearer.patch('/users/me', draft);

  it('is refused with every fault at once, and says which fields are shown only', async () => {
    const draft = {
      username: ' ',
      email: 'ada',
      password: 'short',
      time_zone: 'Mars',
      role: 'admin',
      is_verified: true,
    };
    expect((await change(draft)).violations).to.deep.equal([
      '/current_password REQUIRED',
      '/email INVALID_FORMAT',
      '/is_verified READ_ONLY',
      '/password PASSWORD_WEAK',
      '/role READ_ONLY',
      '/time_zone NOT_ALLOWED',
      '/username TOO_SHORT',
    ]);
    for (const field of ['username', 'email', 'password', 'time_zone'])
      expect((await change({ [field]: null, current_password: ada.password })).status, field).to.equal(422);
  });

  it('takes another name and time zone without a password, and nothing changes nothing', async () => {
    const changed = await change({ username: ' Ada L. ', time_zone: 'Europe/London' });
    expect(changed.json<object>()).to.deep.equal({ ...ada.user, username: 'Ada L.', time_zone: 'Europe/London' });
    expect((await change({})).json<object>()).to.deep.equal(changed.json<object>());
  });

  it('takes another password with the current one: other sessions and logins end, tokens stay', async () => {
    const other = (await app.anyone.post('/auth/bearer/login', credentialsOf(ada))).json<{ access_token: string }>();
    const { token } = (await ada.bearer.post('/tokens', { name: 'x', scopes: ['account'] })).json<{ token: string }>();
    app.secrets.add(token);
    const wrong = { password: NEW_PASSWORD, current_password: 'wrong horse battery' };
    expect((await change(wrong)).violations).to.deep.equal(['/current_password WRONG_PASSWORD']);
    expect((await change({ ...wrong, current_password: ada.password })).status).to.equal(200);
    expect((await ada.bearer.get('/users/me')).status).to.equal(200);
    expect((await ada.cookie.get('/users/me')).status).to.equal(401);
    for (const [secret, status] of [
      [other.access_token, 401],
      [token, 200],
    ] as const)
      expect((await app.anyone.get('/users/me', { Authorization: `Bearer ${secret}` })).status).to.equal(status);
    expect((await app.anyone.post('/auth/bearer/login', credentialsOf(ada))).status).to.equal(401);
    expect((await app.mailsTo(ada.user.email)).at(-1)?.subject).to.equal('Your Blotter password was changed');
  });

  it('of a browser goes on under a new session id after a new password', async () => {
    const answer = await ada.cookie.patch('/users/me', { password: NEW_PASSWORD, current_password: ada.password });
    const renewed = answer.cookie('blotter');
    expect(`blotter=${renewed}`).not.to.equal(ada.cookieHeader);
    expect((await ada.cookie.get('/users/me')).status).to.equal(401);
    expect((await app.anyone.get('/users/me', { Cookie: `blotter=${renewed}` })).status).to.equal(200);
  });

  it('takes another address, which is to be confirmed, and the old one is told', async () => {
    const { email } = aRegistration();
    const eve = await app.signedUp();
    const taken = await change({ email: eve.user.email, current_password: ada.password });
    expect(taken.outcome).to.equal('409 EMAIL_TAKEN');
    await app.sql('UPDATE users SET is_verified = true WHERE id = $1', [ada.user.id]);
    const changed = await change({ email, current_password: ada.password });
    expect(changed.json<object>()).to.deep.equal({ ...ada.user, email, is_verified: false });
    expect((await app.mailsTo(ada.user.email)).at(-1)?.subject).to.include('was changed');
    expect((await app.mailsTo(email)).at(-1)?.action?.url).to.include('/verify?token=');
    const login = { username: email, password: ada.password };
    expect((await app.anyone.post('/auth/bearer/login', login)).status).to.equal(200);
  });

  it('changed by two at once is changed by one after the other', async () => {
    const drafts = Array.from({ length: 6 }, (_, index) => ({ username: `Ada ${index}` }));
    const answers = await Promise.all(drafts.map(change));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(6).fill(200));
  });
});

describe('An admin', () => {
  let app: TestApp;
  let admin: Person;
  let ada: Person;

  before(async () => {
    app = await startApp();
    [admin, ada] = [await app.signedUp('admin'), await app.signedUp()];
  });
  after(() => app.stop());

  it('lists users in the order of registration, page by page, and reads one', async () => {
    const first = await admin.bearer.get('/users?limit=1');
    expect(first.json<{ id: string }[]>().map(({ id }) => id)).to.deep.equal([admin.user.id]);
    const second = await admin.bearer.get(first.nextPage ?? '');
    expect(second.json<{ id: string }[]>().map(({ id }) => id)).to.deep.equal([ada.user.id]);
    expect((await admin.bearer.get(`/users/${ada.user.id}`)).json<object>()).to.deep.equal(ada.user);
    for (const id of [NO_ID, 'me2']) expect((await admin.bearer.get(`/users/${id}`)).outcome).to.equal('404 NOT_FOUND');
  });

  it('is the only one who does: users and auditors are refused', async () => {
    const auditor = await app.signedUp('auditor');
    for (const { bearer, cookie } of [ada, auditor])
      for (const caller of [bearer, cookie])
        for (const [method, path] of [
          ['GET', '/users'],
          ['GET', `/users/${ada.user.id}`],
          ['PATCH', `/users/${ada.user.id}`],
          ['DELETE', `/users/${ada.user.id}`],
          ['DELETE', `/users/${ada.user.id}/sessions`],
          ['DELETE', '/users/sessions'],
        ] as const)
          expect((await caller.send(method, path, method === 'PATCH' ? {} : undefined)).outcome).to.equal(
            '403 FORBIDDEN',
          );
  });

  it('gives another role, which counts from the next request on', async () => {
    const eve = await app.signedUp();
    expect((await admin.bearer.patch(`/users/${eve.user.id}`, { role: 'boss' })).violations).to.deep.equal([
      '/role NOT_ALLOWED',
    ]);
    expect((await eve.bearer.get(`/accounts?user_id=${ada.user.id}`)).status).to.equal(403);
    const changed = await admin.bearer.patch(`/users/${eve.user.id}`, { role: 'auditor' });
    expect(changed.json<{ role: string }>().role).to.equal('auditor');
    expect((await eve.bearer.get(`/accounts?user_id=${ada.user.id}`)).status).to.equal(200);
  });

  it('disables and enables: who is disabled is out at once, everywhere', async () => {
    const eve = await app.signedUp();
    expect((await admin.bearer.patch(`/users/${eve.user.id}`, { is_active: false })).status).to.equal(200);
    for (const caller of [eve.bearer, eve.cookie]) expect((await caller.get('/users/me')).status).to.equal(401);
    expect((await app.anyone.post('/auth/bearer/login', credentialsOf(eve))).outcome).to.equal('401 BAD_CREDENTIALS');
    await admin.bearer.patch(`/users/${eve.user.id}`, { is_active: true });
    expect((await eve.bearer.get('/users/me')).status).to.equal(401);
    expect((await app.anyone.post('/auth/bearer/login', credentialsOf(eve))).status).to.equal(200);
  });

  it('removes a user with their ledger, and of nobody else', async () => {
    const eve = await app.signedUp();
    await eve.bearer.post(
      '/operations',
      { type: 'deposit', payment: '5', currency: 'EUR', date: '2026-01-05' },
      { 'Idempotency-Key': 'x' },
    );
    expect((await admin.bearer.delete(`/users/${eve.user.id}`)).status).to.equal(204);
    expect((await eve.bearer.get('/users/me')).status).to.equal(401);
    expect((await admin.bearer.delete(`/users/${eve.user.id}`)).outcome).to.equal('404 NOT_FOUND');
    for (const table of [
      'accounts',
      'operations',
      'operation_history',
      'idempotency_keys',
      'access_tokens',
      'browser_sessions',
      'mailed_tokens',
    ])
      expect(await app.sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, [eve.user.id]), table).to.deep.equal([]);
    expect((await ada.bearer.get('/users/me')).status).to.equal(200);
  });

  it('signs out one user, or everybody', async () => {
    const eve = await app.signedUp();
    expect((await admin.bearer.delete(`/users/${NO_ID}/sessions`)).outcome).to.equal('404 NOT_FOUND');
    expect((await admin.bearer.delete(`/users/${eve.user.id}/sessions`)).status).to.equal(204);
    for (const caller of [eve.bearer, eve.cookie]) expect((await caller.get('/users/me')).status).to.equal(401);
    const other = await app.signedUp('admin');
    expect((await other.cookie.delete('/users/sessions')).status).to.equal(204);
    for (const { bearer, cookie } of [admin, ada, other])
      for (const caller of [bearer, cookie]) expect((await caller.get('/users/me')).status).to.equal(401);
  });
});

describe('The last admin', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('stays: neither demoted, nor disabled, nor removed, and nobody changes their own role', async () => {
    const admin = await app.signedUp('admin');
    const own = `/users/${admin.user.id}`;
    for (const role of ['user', 'auditor'])
      expect((await admin.bearer.patch(own, { role })).outcome).to.equal('403 OWN_ROLE');
    expect((await admin.bearer.patch(own, { role: 'admin' })).status).to.equal(200);
    expect((await admin.bearer.patch(own, { is_active: false })).outcome).to.equal('409 LAST_ADMIN');
    expect((await admin.bearer.delete(own)).outcome).to.equal('409 LAST_ADMIN');
    const other = await app.signedUp('admin');
    expect((await other.bearer.patch(own, { role: 'user' })).status).to.equal(200);
    expect((await admin.bearer.get('/users')).status).to.equal(403);
    expect((await other.bearer.delete(`/users/${other.user.id}`)).outcome).to.equal('409 LAST_ADMIN');
    await app.sql('DELETE FROM browser_sessions');
    await app.sql("UPDATE users SET role = 'user'");
  });

  for (const [what, end] of [
    ['demote', (by: Person, whom: Person) => by.bearer.patch(`/users/${whom.user.id}`, { role: 'user' })],
    ['disable', (by: Person, whom: Person) => by.bearer.patch(`/users/${whom.user.id}`, { is_active: false })],
    ['remove', (by: Person, whom: Person) => by.bearer.delete(`/users/${whom.user.id}`)],
    ['remove themselves beside', (by: Person) => by.bearer.delete(`/users/${by.user.id}`)],
  ] as const)
    it(`stays also when two ${what} each other at once`, async () => {
      for (let round = 0; round < 5; round += 1) {
        await app.sql("UPDATE users SET role = 'user'");
        const [one, two] = [await app.signedUp('admin'), await app.signedUp('admin')];
        const outcomes = (await Promise.all([end(one, two), end(two, one)])).map(({ status }) => status);
        const [left] = await app.sql("SELECT count(*)::int AS admins FROM users WHERE role = 'admin' AND is_active");
        expect([left?.['admins'], outcomes.filter((status) => status < 300).length]).to.deep.equal([1, 1]);
      }
    });
});
