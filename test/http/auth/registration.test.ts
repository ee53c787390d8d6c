import { expect } from 'chai';
import type { AccountBody, UserBody } from '../support/answer.ts';
import { argon2Runs } from '../support/argon2-count.ts';
import { aRegistration } from '../support/builders.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

describe('Registering', () => {
  let app: TestApp;
  const register = (overrides: object) => app.anyone.post('/auth/register', aRegistration(overrides));
  const users = async () => Number((await app.sql('SELECT count(*) FROM users'))[0]?.['count']);

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  const REFUSED: readonly [why: string, overrides: object, violation: string][] = [
    ['without an address', { email: undefined }, '/email REQUIRED'],
    ['with null as the address', { email: null }, '/email INVALID_TYPE'],
    ['with a number as the address', { email: 1 }, '/email INVALID_TYPE'],
    ['with a list of addresses', { email: ['ada@example.com'] }, '/email INVALID_TYPE'],
    ['with an address that is none', { email: 'ada' }, '/email INVALID_FORMAT'],
    ['with NUL in the address', { email: 'ada\0@example.com' }, '/email INVALID_FORMAT'],
    ['with an address of 255 characters', { email: `${'a'.repeat(243)}@example.com` }, '/email TOO_LONG'],
    ['without a password', { password: undefined }, '/password REQUIRED'],
    ['with an object as the password', { password: { $ne: null } }, '/password INVALID_TYPE'],
    ['with a password of 7 characters', { password: '1234567' }, '/password PASSWORD_WEAK'],
    ['with a password of 1,025 characters', { password: 'x'.repeat(1_025) }, '/password PASSWORD_WEAK'],
    [
      'with the address as the password',
      { email: 'a@example.com', password: 'A@example.com' },
      '/password PASSWORD_WEAK',
    ],
    ['without a name', { username: undefined }, '/username REQUIRED'],
    ['with white space as the name', { username: '   ' }, '/username TOO_SHORT'],
    ['with a name of 65 characters', { username: 'x'.repeat(65) }, '/username TOO_LONG'],
    ['with a line break in the name', { username: 'Ada\nLovelace' }, '/username INVALID_FORMAT'],
    ['with an id of one’s own', { id: '01940000-0000-7000-8000-000000000000' }, '/id UNKNOWN_FIELD'],
    ['as an admin', { role: 'admin' }, '/role UNKNOWN_FIELD'],
    ['as a verified user', { is_verified: true }, '/is_verified UNKNOWN_FIELD'],
    ['as an active user', { is_active: true }, '/is_active UNKNOWN_FIELD'],
    ['as a superuser', { is_superuser: true }, '/is_superuser UNKNOWN_FIELD'],
    ['with a time zone', { time_zone: 'Europe/Berlin' }, '/time_zone UNKNOWN_FIELD'],
  ];
  for (const [why, overrides, violation] of REFUSED)
    it(`${why} is refused at that field, costs no hash and makes nobody`, async () => {
      const before = await users();
      const hashes = await argon2Runs(async () => {
        const answer = await register(overrides);
        expect(answer.status).to.equal(422);
        expect(answer.violations).to.deep.equal([violation]);
      });
      expect([hashes, await users()]).to.deep.equal([0, before]);
    });

  it('with a weak password is told so by the code of the whole problem', async () => {
    expect((await register({ password: 'short' })).outcome).to.equal('422 PASSWORD_WEAK');
    expect((await register({ password: 'short', email: 'none' })).outcome).to.equal('422 INVALID_FIELDS');
  });

  it('with everything wrong is told everything at once', async () => {
    const answer = await app.anyone.post('/auth/register', { email: 'none', password: 'short', role: 'admin' });
    expect(answer.violations).to.deep.equal([
      '/email INVALID_FORMAT',
      '/password PASSWORD_WEAK',
      '/role UNKNOWN_FIELD',
      '/username REQUIRED',
    ]);
  });

  it('needs a JSON object', async () => {
    for (const body of ['null', '[]', '"ada"', '1'])
      expect((await app.anyone.post('/auth/register', body)).violations).to.include(' INVALID_TYPE');
    expect((await app.anyone.post('/auth/register', 'email=ada', { 'Content-Type': FORM })).status).to.equal(415);
  });

  it('makes an unverified plain user who is called as they said, and shows nothing secret', async () => {
    const { email } = aRegistration();
    const answer = await register({ email: ` ${email.toUpperCase()} `, username: '  Ada Lovelace ' });
    const { id, registered_at: registeredAt, ...user } = answer.json<UserBody>();
    expect(answer.status).to.equal(201);
    expect(user).to.deep.equal({
      email,
      username: 'Ada Lovelace',
      role: 'user',
      is_active: true,
      is_verified: false,
      time_zone: 'UTC',
    });
    expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(Math.abs(Date.now() - Date.parse(registeredAt))).to.be.below(60_000);
    expect(answer.headers['location']).to.equal('/api/v1/users/me');
    expect(answer.headers['cache-control']).to.equal('no-store');
    expect(answer.cookies).to.deep.equal([]);
  });

  it('brings the brokerage account "Main"', async () => {
    const { bearer, account } = await app.signedUp();
    const accounts = (await bearer.get('/accounts')).json<AccountBody[]>();
    expect(accounts.map(({ id, name, version }) => ({ id, name, version }))).to.deep.equal([
      { id: account, name: 'Main', version: 1 },
    ]);
  });

  it('with a known address is refused, in whatever case it comes, and leaves the first one alone', async () => {
    const registration = aRegistration();
    expect((await register(registration)).status).to.equal(201);
    const before = await app.sql('SELECT * FROM users ORDER BY id');
    const again = { email: registration.email.toUpperCase(), password: 'another good password', username: 'Eve' };
    expect((await register(again)).outcome).to.equal('409 EMAIL_TAKEN');
    expect(await app.sql('SELECT * FROM users ORDER BY id')).to.deep.equal(before);
  });

  it('of two at once with the same address lets one in, with one account', async () => {
    const { email } = aRegistration();
    const answers = await Promise.all([register({ email }), register({ email: email.toUpperCase() })]);
    expect(answers.map(({ outcome }) => outcome).sort()).to.deep.equal(['201', '409 EMAIL_TAKEN']);
    const accounts = 'SELECT count(*) FROM accounts a JOIN users u ON u.id = a.user_id WHERE u.email = $1';
    expect(await app.sql(accounts, [email])).to.deep.equal([{ count: '1' }]);
  });

  it('keeps of the password only an argon2id hash of at least 19 MiB and two passes', async () => {
    const registration = aRegistration();
    app.secrets.add(registration.password);
    await register(registration);
    const [row] = await app.sql('SELECT * FROM users WHERE email = $1', [registration.email]);
    const [, memory, passes] =
      /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$[\w+/]{22}\$[\w+/]{43}$/.exec(String(row?.['password_hash'])) ?? [];
    expect([Number(memory) >= 19_456, Number(passes) >= 2]).to.deep.equal([true, true]);
    expect(JSON.stringify(row)).not.to.include(registration.password);
  });

  it('takes every character of a long or Unicode password as it is', async () => {
    const { email } = aRegistration();
    const password = `${'x'.repeat(72)} é 🗝`;
    expect((await register({ email, password })).status).to.equal(201);
    const logIn = async (tried: string) =>
      (await app.anyone.post('/auth/bearer/login', { username: email, password: tried })).status;
    expect(await logIn(password.slice(0, 72))).to.equal(401);
    expect(await logIn(`${'x'.repeat(72)} é 🔑`)).to.equal(401);
    expect(await logIn(password.normalize('NFD'))).to.equal(401);
    expect(await logIn(`${password} `)).to.equal(401);
    expect(await logIn(password)).to.equal(200);
  });
});

const FORM = 'application/x-www-form-urlencoded';
