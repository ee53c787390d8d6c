import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { argon2Runs } from '../support/argon2-count.ts';
import { aRegistration } from '../support/builders.ts';
import { cookieLogin, credentialsOf, type Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';
import { takesTheSameTime } from './time-gap.ts';

/*
 * OWASP API2:2023, broken authentication. Here: a storm of wrong passwords, and that the time of a refusal tells no address. Each limit by
 * itself is auth/rate-limits.test.ts; same answer and one hash whoever is tried auth/signing-in.test.ts; a new session id at each sign-in
 * auth/cookie-session.test.ts; tokens that are long, told once and kept as a hash auth/bearer-token.test.ts and tokens.test.ts; what ends
 * sessions users.test.ts, and on every process at once test/chaos/revoked-elsewhere.ts.
 */

const AT_ONCE = 8;
const BOUND_PER_ACCOUNT = 10;

describe('A storm of wrong passwords', () => {
  let app: TestApp;
  let ada: Person;
  let device: string;

  before(async () => {
    app = await startApp({ rateLimits: true, trustProxy: ['loopback'] });
  });
  beforeEach(async () => {
    ada = await app.signedUp();
    const atHome = app.anyone.with({ 'X-Forwarded-For': '192.0.2.1' });
    device = (await cookieLogin(atHome, credentialsOf(ada))).cookie('blotter-device');
  });
  after(() => app.stop());

  /** By every way in, in every spelling of the address, and half of them from a browser that claims to be known. */
  function guess(count: number, address: string): Promise<Response> {
    const path = ['/api/v1/auth/bearer/login', '/api/v1/auth/cookie/login', '/sign-in'][count % 3] ?? '';
    const { email } = ada.user;
    const username = [email, email.toUpperCase(), ` ${email}`, ` ${email} `][count % 4] ?? '';
    const madeUp = `blotter-device=${randomBytes(16).toString('base64url')}.${randomBytes(32).toString('base64url')}`;
    return fetch(`${app.origin}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ username, password: `wrong horse ${count}` }),
      headers: {
        'X-Forwarded-For': address,
        'Sec-Fetch-Site': 'same-origin',
        ...(count % 2 === 0 ? { Cookie: madeUp } : {}),
      },
    });
  }

  /** How often each status was answered. */
  async function storm(guesses: number, addresses: number): Promise<ReadonlyMap<number, number>> {
    const statuses = new Map<number, number>();
    let next = 0;
    const guesser = async (): Promise<void> => {
      for (let count = next++; count < guesses; count = next++) {
        const number = count % addresses;
        const answer = await guess(count, `10.0.${number >> 8}.${number & 255}`);
        await answer.arrayBuffer();
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, guesser));
    return statuses;
  }

  // From one address all but the first ten are refused by that alone. From a thousand each guesses twice, which its own limit would let pass:
  // what holds is the one of the account.
  for (const [from, guesses, addresses] of [
    ['one address', 500, 1],
    ['a thousand addresses', 2_000, 1_000],
  ] as const)
    it(`of ${guesses} from ${from} costs a handful of hashes, and lets its victim in where they are known`, async () => {
      const home = app.anyone.with({ 'X-Forwarded-For': '192.0.2.1', Cookie: `blotter-device=${device}` });
      let statuses: ReadonlyMap<number, number> = new Map();
      let tries = 0;
      /** A machine that is very busy may say "not just now". */
      const comeHome = async (): Promise<number> => {
        for (;;) {
          tries += 1;
          const { status } = await cookieLogin(home, credentialsOf(ada));
          if (status !== 503 || tries > 20) return status;
        }
      };
      const hashes = await argon2Runs(async () => {
        const [during, answers] = await Promise.all([comeHome(), storm(guesses, addresses)]);
        statuses = answers;
        expect([during, await comeHome()]).to.deep.equal([204, 204]);
      });
      const looked = guesses - (statuses.get(429) ?? 0);
      expect(looked).to.be.within(1, BOUND_PER_ACCOUNT);
      expect(hashes).to.be.at.most(looked + tries);
      for (const caller of [ada.bearer, ada.cookie]) expect((await caller.get('/users/me')).status).to.equal(200);
      const elsewhere = app.anyone.with({ 'X-Forwarded-For': '192.0.2.2' });
      expect((await cookieLogin(elsewhere, credentialsOf(ada))).status).to.equal(429);
    }).timeout(120_000);
});

describe('Who guesses an address', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  for (const way of ['bearer', 'cookie'])
    it(`learns nothing from the time in which signing in by ${way} is refused`, async () => {
      const ada = await app.signedUp();
      const tried = (username: string) => async (): Promise<void> => {
        const { outcome } = await app.anyone.post(`/auth/${way}/login`, { username, password: 'wrong horse battery' });
        expect(outcome).to.equal('401 BAD_CREDENTIALS');
      };
      const effort = { rounds: 6, pairs: 16, nothing: 5 };
      const { email } = aRegistration();
      expect(await takesTheSameTime(tried(ada.user.email), tried(email), effort)).to.equal(true);
    }).timeout(120_000);
});
