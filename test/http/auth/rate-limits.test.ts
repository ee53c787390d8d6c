import { expect } from 'chai';
import type { Answer } from '../support/answer.ts';
import { argon2Runs } from '../support/argon2-count.ts';
import { aRegistration } from '../support/builders.ts';
import { cookieLogin, credentialsOf, type Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

describe('Too many tries', () => {
  let app: TestApp;
  let addresses = 0;

  before(async () => {
    app = await startApp({ rateLimits: true, trustProxy: ['loopback'] });
  });
  after(() => app.stop());

  /** Somebody at an address that nobody had before. */
  const from = (address = newAddress()) => app.anyone.with({ 'X-Forwarded-For': address });
  function newAddress(): string {
    addresses += 1;
    return `198.51.100.${addresses}`;
  }
  const guess = (person: Person, caller = from()): Promise<Answer> =>
    caller.post('/auth/bearer/login', { ...credentialsOf(person), password: 'wrong horse battery' });
  const retryAfter = ({ headers }: Answer): number => Number(headers['retry-after']);

  it('for one account are refused from the sixth on, wherever they come from, and cost no hash', async () => {
    const ada = await app.signedUp();
    for (let count = 1; count <= 5; count += 1) expect((await guess(ada)).outcome).to.equal('401 BAD_CREDENTIALS');
    const hashes = await argon2Runs(async () => {
      const refused = await guess(ada);
      expect(refused.outcome).to.equal('429 TOO_MANY_REQUESTS');
      expect(retryAfter(refused)).to.be.within(1, 300);
      expect((await from().post('/auth/bearer/login', credentialsOf(ada))).status).to.equal(429);
    });
    expect(hashes).to.equal(0);
    for (const caller of [ada.bearer, ada.cookie]) expect((await caller.get('/users/me')).status).to.equal(200);
  });

  it('at once are counted exactly', async () => {
    const ada = await app.signedUp();
    const answers = await Promise.all(Array.from({ length: 20 }, () => guess(ada)));
    expect(answers.filter(({ status }) => status === 401)).to.have.length(5);
    expect(answers.filter(({ status }) => status === 429)).to.have.length(15);
  });

  it('do not keep a person out of a browser in which they signed in before', async () => {
    const ada = await app.signedUp();
    const login = await cookieLogin(from(), credentialsOf(ada));
    const device = { Cookie: `blotter-device=${login.cookie('blotter-device')}`, 'Sec-Fetch-Site': 'same-origin' };
    for (let count = 1; count <= 6; count += 1) await guess(ada);
    expect((await cookieLogin(from(), credentialsOf(ada))).status).to.equal(429);
    expect((await cookieLogin(from().with(device), credentialsOf(ada))).status).to.equal(204);
    for (let count = 1; count <= 5; count += 1) expect((await guess(ada, from().with(device))).status).to.equal(401);
    expect((await guess(ada, from().with(device))).status).to.equal(429);
    const bob = await app.signedUp();
    for (let count = 1; count <= 6; count += 1) await guess(bob);
    expect((await cookieLogin(from().with(device), credentialsOf(bob))).status).to.equal(429);
  });

  it('are forgotten by a success', async () => {
    const ada = await app.signedUp();
    for (let round = 1; round <= 3; round += 1) {
      for (let count = 1; count <= 4; count += 1) expect((await guess(ada)).status).to.equal(401);
      expect((await from().post('/auth/bearer/login', credentialsOf(ada))).status).to.equal(200);
    }
  });

  for (const [what, address, neighbour] of [
    ['address', '203.0.113.7', '203.0.113.7'],
    ['network of IPv6', '2001:db8:1:2::1', '2001:db8:1:2:ffff:1:2:3'],
    ['IPv4 address written as IPv6', '203.0.113.9', '::ffff:203.0.113.9'],
  ] as const)
    it(`from one ${what} are refused from the eleventh on, whoever is tried`, async () => {
      const nobody = (count: number, at: string) =>
        from(at).post('/auth/bearer/login', { username: `nobody-${count}@example.com`, password: 'wrong horse' });
      for (let count = 1; count <= 10; count += 1) expect((await nobody(count, address)).status).to.equal(401);
      const refused = await nobody(11, neighbour);
      expect([refused.outcome, retryAfter(refused) <= 60]).to.deep.equal(['429 TOO_MANY_REQUESTS', true]);
      expect((await nobody(12, '2001:db8:1:3::1')).status).to.equal(401);
    });

  it('with the right password are no tries: a busy address signs in as often as it likes', async () => {
    const ada = await app.signedUp();
    const office = from();
    for (let count = 1; count <= 15; count += 1)
      expect((await office.post('/auth/bearer/login', credentialsOf(ada))).status).to.equal(200);
  });

  it('are the same for who exists and who does not', async () => {
    const ada = await app.signedUp();
    const tries = async (username: string): Promise<readonly string[]> => {
      const outcomes: string[] = [];
      for (let count = 1; count <= 7; count += 1)
        outcomes.push((await from().post('/auth/bearer/login', { username, password: 'wrong horse' })).outcome);
      return outcomes;
    };
    expect(await tries(ada.user.email)).to.deep.equal(await tries(`no-${ada.user.email}`));
  });

  it('to register or to be mailed are refused with what is left and when to come back', async () => {
    const office = from();
    const registered = await office.post('/auth/register', aRegistration());
    expect(registered.headers['ratelimit-policy']).to.equal('"register";q=60;w=60');
    expect(registered.headers['ratelimit']).to.match(/^"register";r=59;t=\d+$/);
    const ask = (count: number) => office.post('/auth/forgot-password', { email: `nobody-${count}@example.com` });
    for (let count = 1; count <= 20; count += 1) expect((await ask(count)).status).to.equal(202);
    const refused = await ask(21);
    expect([refused.outcome, refused.headers['ratelimit-policy']]).to.deep.equal([
      '429 TOO_MANY_REQUESTS',
      '"mail";q=20;w=60',
    ]);
    expect(retryAfter(refused)).to.be.within(1, 60);
    for (let count = 1; count <= 5; count += 1)
      expect((await from().post('/auth/forgot-password', { email: 'flooded@example.com' })).status).to.equal(202);
    expect((await from().post('/auth/forgot-password', { email: 'Flooded@example.com' })).status).to.equal(429);
  });

  it('of the current password count as those of signing in, and lock nobody out', async () => {
    const ada = await app.signedUp();
    const change = (current_password: string) =>
      ada.bearer.patch('/users/me', { email: 'x@example.com', current_password });
    for (let count = 1; count <= 5; count += 1)
      expect((await change('wrong')).violations).to.deep.equal(['/current_password WRONG_PASSWORD']);
    expect((await change(ada.password)).outcome).to.equal('429 TOO_MANY_REQUESTS');
    expect((await from().post('/auth/bearer/login', credentialsOf(ada))).status).to.equal(200);
  });

  it('of the API itself are told what is left', async () => {
    const ada = await app.signedUp();
    const { headers } = await ada.bearer.get('/accounts');
    expect(headers['ratelimit-policy']).to.equal('"api";q=600000;w=60');
    expect(headers['ratelimit']).to.match(/^"api";r=\d+;t=\d+$/);
  });

  it('cannot be hidden behind an address that no proxy vouches for', async () => {
    const bare = await startApp({ rateLimits: true });
    try {
      const outcomes: number[] = [];
      for (let count = 1; count <= 11; count += 1) {
        const caller = bare.anyone.with({ 'X-Forwarded-For': `192.0.2.${count}` });
        const credentials = { username: `nobody-${count}@example.com`, password: 'wrong horse' };
        outcomes.push((await caller.post('/auth/bearer/login', credentials)).status);
      }
      expect(outcomes).to.deep.equal([...Array(10).fill(401), 429]);
    } finally {
      await bare.stop();
    }
  });
});
