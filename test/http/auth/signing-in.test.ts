import { expect } from 'chai';
import { argon2Runs } from '../support/argon2-count.ts';
import type { Headers } from '../support/caller.ts';
import { credentialsOf, type Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('Signing in', () => {
  let app: TestApp;
  let ada: Person;
  let disabled: Person;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
    disabled = await app.signedUp();
    await app.sql('UPDATE users SET is_active = false WHERE id = $1', [disabled.user.id]);
  });
  after(() => app.stop());

  for (const way of ['cookie', 'bearer']) {
    const logIn = (body: unknown, headers: Headers = {}) => app.anyone.post(`/auth/${way}/login`, body, headers);

    describe(`by ${way}`, () => {
      it('with a wrong password, an unknown address or as a disabled user gives answers that nobody can tell apart', async () => {
        const wrong = { ...credentialsOf(ada), password: app.secrets.add('a wrong password') };
        const answers = [
          await logIn(wrong),
          await logIn({ ...wrong, username: 'nobody@example.com' }),
          await logIn(credentialsOf(disabled)),
        ];
        const [first, ...others] = answers.map(({ withoutItsName }) => withoutItsName);
        expect(answers[0]?.outcome).to.equal('401 BAD_CREDENTIALS');
        expect(answers[0]?.headers['www-authenticate']).to.equal('Bearer');
        for (const other of others) expect(other).to.deep.equal(first);
      });

      it('costs exactly one argon2 computation, whether or not there is such a user', async () => {
        for (const credentials of [
          credentialsOf(ada),
          { ...credentialsOf(ada), password: 'a wrong password' },
          { username: 'nobody@example.com', password: 'a wrong password' },
          credentialsOf(disabled),
        ])
          expect(await argon2Runs(() => logIn(credentials))).to.equal(1);
      });

      const REFUSED: readonly [why: string, body: unknown, violations: readonly string[]][] = [
        ['without anything', {}, ['/password REQUIRED', '/username REQUIRED']],
        ['with null', { username: null, password: null }, ['/password INVALID_TYPE', '/username INVALID_TYPE']],
        ['with an e-mail field', { email: 'a@example.com', username: 'a', password: 'b' }, ['/email UNKNOWN_FIELD']],
        ['with another grant', { username: 'a', password: 'b', grant_type: 'implicit' }, ['/grant_type INVALID_TYPE']],
        ['with NUL in the address', { username: 'ada\0@example.com', password: 'b' }, ['/username INVALID_FORMAT']],
        ['with an endless address', { username: 'a'.repeat(100_000), password: 'b' }, ['/username TOO_LONG']],
        ['with operators of a query', { username: { $gt: '' }, password: 'b' }, ['/username INVALID_TYPE']],
      ];
      for (const [why, body, violations] of REFUSED)
        it(`${why} is refused field by field, without any hash`, async () => {
          const hashes = await argon2Runs(async () => {
            const answer = await logIn(body);
            expect(answer.status).to.equal(422);
            expect(answer.violations).to.deep.equal(violations);
            expect(answer.cookies).to.deep.equal([]);
          });
          expect(hashes).to.equal(0);
        });

      it('refuses a form that gives a name twice or is not UTF-8, and any other type of body', async () => {
        expect((await logIn('username=a&username=b&password=c', FORM)).violations).to.deep.equal([
          '/username INVALID_TYPE',
        ]);
        expect((await logIn('username=%ff&password=c', FORM)).outcome).to.equal('400 MALFORMED');
        expect((await logIn('username=%ED%A0%80&password=c', FORM)).outcome).to.equal('400 MALFORMED');
        expect((await logIn('username=a%00&password=c', FORM)).violations).to.deep.equal(['/username INVALID_FORMAT']);
        expect((await logIn('username=a&password=c', { 'Content-Type': 'text/plain' })).status).to.equal(415);
        expect((await logIn(`username=${'a'.repeat(20_000)}&password=c`, FORM)).status).to.equal(413);
        expect((await logIn('', FORM)).violations).to.deep.equal(['/password REQUIRED', '/username REQUIRED']);
      });

      it('takes the form of OAuth 2 as well as JSON, and the address in any case', async () => {
        const { username, password } = credentialsOf(ada);
        const form = new URLSearchParams({
          username: ` ${username.toUpperCase()}`,
          password,
          grant_type: 'password',
          scope: '',
          client_id: 'curl',
          client_secret: '',
        });
        expect((await logIn(form.toString(), FORM)).status).to.be.oneOf([200, 204]);
        expect((await logIn({ username, password })).status).to.be.oneOf([200, 204]);
        const plus = `username=${encodeURIComponent(username)}&password=${password.replaceAll(' ', '+')}`;
        expect((await logIn(plus, FORM)).status).to.be.oneOf([200, 204]);
      });

      it('is kept by nobody', async () => {
        const answer = await logIn(credentialsOf(ada));
        expect(answer.headers['cache-control']).to.equal('no-store');
        expect(answer.headers['etag']).to.equal(undefined);
      });
    });
  }

  it('of more people at once than can wait for their hash tells the rest to come again', async () => {
    const unknown = { username: 'nobody@example.com', password: 'a wrong password' };
    const answers = await Promise.all(Array.from({ length: 70 }, () => app.anyone.post('/auth/bearer/login', unknown)));
    const counted = Map.groupBy(answers, ({ outcome }) => outcome);
    expect([...counted.keys()].sort()).to.deep.equal(['401 BAD_CREDENTIALS', '503 OVERLOADED']);
    for (const refused of counted.get('503 OVERLOADED') ?? [])
      expect(refused.headers['retry-after']).to.match(/^[1-9]\d*$/);
  }).timeout(20_000);
});
