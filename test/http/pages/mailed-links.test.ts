import { expect } from 'chai';
import type { Answer } from '../support/answer.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';
import { errorBeside, fieldOf, titleOf, Visitor, valueIn, whereTo } from './visitor.ts';

const BAD_LINK = [400, 'Error: This link does not work – Blotter'];

describe('The pages that mails link to', () => {
  let app: TestApp;
  let ada: Person;
  let visitor: Visitor;

  /** The path and query of the newest mail's link. */
  async function linkTo({ user }: Person, page: string): Promise<string> {
    const mails = await app.mailsTo(user.email);
    const links = mails.flatMap(({ action }) => (action ? [new URL(action.url)] : []));
    const link = links.findLast(({ pathname }) => pathname === page);
    if (link === undefined) throw new Error(`No mail to ${user.email} links to ${page}.`);
    return link.pathname + link.search;
  }
  const tokenOf = (link: string): string => new URL(link, app.origin).searchParams.get('token') ?? '';
  const isVerified = async ({ user }: Person) =>
    (await app.sql('SELECT is_verified FROM users WHERE id = $1', [user.id]))[0]?.['is_verified'];
  const outcome = (answer: Answer) => [answer.status, titleOf(answer)];

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());
  beforeEach(async () => {
    ada = await app.signedUp();
    visitor = new Visitor(app.origin);
  });

  describe('for a forgotten password', () => {
    const NEW_PASSWORD = 'quite another phrase';
    const ask = (email: string) => visitor.post('/forgot-password', { email });

    beforeEach(() => {
      app.secrets.add(NEW_PASSWORD);
    });

    it('say the same to the byte, whether or not the address is registered', async () => {
      const [known, unknown] = [await ask(ada.user.email), await ask('nobody@example.com')];
      expect(known.status).to.equal(200);
      expect(known.withoutItsName).to.deep.equal(unknown.withoutItsName);
      expect(known.text).to.include('If this address is registered, a mail is on its way.');
      expect(await app.mailsTo('nobody@example.com')).to.deep.equal([]);
      expect(await linkTo(ada, '/reset-password')).to.match(/^\/reset-password\?token=[\w-]+$/);
    });

    it('say what is no address, and keep it', async () => {
      const answer = await ask('ada at home');
      expect([answer.status, valueIn(answer, 'email')]).to.deep.equal([422, 'ada at home']);
      expect(errorBeside(answer, 'email')).to.match(/not an e-mail address/);
      expect(errorBeside(await ask(''), 'email')).to.equal('This field is required.');
    });

    it('set a new password once, sign nobody in, and end every session', async () => {
      await ask(ada.user.email);
      const link = await linkTo(ada, '/reset-password');
      const page = await visitor.get(link);
      expect([page.status, valueIn(page, 'token')]).to.deep.equal([200, tokenOf(link)]);
      const reset = () => visitor.post('/reset-password', { token: valueIn(page, 'token'), password: NEW_PASSWORD });
      const answer = await reset();
      expect([whereTo(answer), answer.cookies]).to.deep.equal(['303 /sign-in?after=reset-password', []]);
      expect((await visitor.get('/sign-in?after=reset-password')).text).to.include('Your new password is set.');
      expect(whereTo(await visitor.get('/', { Cookie: ada.cookieHeader }))).to.equal('303 /sign-in');
      const signIn = (password: string) => visitor.post('/sign-in', { username: ada.user.email, password });
      expect((await signIn(ada.password)).status).to.equal(401);
      expect(whereTo(await signIn(NEW_PASSWORD))).to.equal('303 /');
      const again = await reset();
      expect(outcome(again)).to.deep.equal(BAD_LINK);
      expect(again.text).to.include('href="/forgot-password"');
    });

    it('say what is wrong with a new password, for which the link is still good', async () => {
      await ask(ada.user.email);
      const token = tokenOf(await linkTo(ada, '/reset-password'));
      for (const [password, complaint] of [
        ['', 'This field is required.'],
        ['shorty!', 'A password needs at least 8 characters.'],
      ] as const) {
        const answer = await visitor.post('/reset-password', { token, password });
        expect([answer.status, valueIn(answer, 'token')]).to.deep.equal([422, token]);
        expect(errorBeside(answer, 'password')).to.equal(complaint);
        expect(fieldOf(answer, 'password')).not.to.include('value');
      }
      expect(whereTo(await visitor.post('/reset-password', { token, password: NEW_PASSWORD }))).to.match(/^303/);
    });

    it('come again when they are asked for, and the former one is void', async () => {
      const former = tokenOf(await linkTo(ada, '/verify'));
      expect(whereTo(await visitor.post('/verify/again', {}))).to.equal('303 /sign-in');
      await visitor.post('/sign-in', { username: ada.user.email, password: ada.password });
      expect(whereTo(await visitor.post('/verify/again', {}))).to.equal('303 /?after=verify-again');
      expect((await visitor.get('/?after=verify-again')).text).to.include('A mail with a new link is on its way.');
      const newer = tokenOf(await linkTo(ada, '/verify'));
      expect(newer).not.to.equal(former);
      expect(outcome(await visitor.post('/verify', { token: former }))).to.deep.equal(BAD_LINK);
      expect(whereTo(await visitor.post('/verify', { token: newer }))).to.equal('303 /?after=verify');
    });

    it('say that a link is bad when its token is missing, or nobody’s', async () => {
      for (const link of ['/reset-password', '/reset-password?token=', '/reset-password?tokem=a'])
        expect(outcome(await visitor.get(link))).to.deep.equal(BAD_LINK);
      for (const fields of [{}, { token: '' }, { token: 'nobodys' }, { token: '\u0000' }])
        expect(outcome(await visitor.post('/reset-password', { password: NEW_PASSWORD, ...fields }))).to.deep.equal(
          BAD_LINK,
        );
    });
  });

  describe('for a new address', () => {
    it('confirm nothing by being looked at, as programs that look through mail open links too', async () => {
      const link = await linkTo(ada, '/verify');
      for (const method of ['GET', 'HEAD'])
        expect((await visitor.send(method, link, undefined, {})).status).to.equal(200);
      expect(await isVerified(ada)).to.equal(false);
      expect(valueIn(await visitor.get(link), 'token')).to.equal(tokenOf(link));
    });

    it('confirm it by a button, once', async () => {
      const token = tokenOf(await linkTo(ada, '/verify'));
      expect(whereTo(await visitor.post('/verify', { token }))).to.equal('303 /sign-in?after=verify');
      expect(await isVerified(ada)).to.equal(true);
      expect((await visitor.get('/sign-in?after=verify')).text).to.include('Your e-mail address is confirmed.');
      expect(outcome(await visitor.post('/verify', { token }))).to.deep.equal(BAD_LINK);
    });

    it('lead home who is signed in, where nothing asks for it any more', async () => {
      const token = tokenOf(await linkTo(ada, '/verify'));
      await visitor.post('/sign-in', { username: ada.user.email, password: ada.password });
      expect((await visitor.get('/')).text).to.include('not confirmed yet');
      expect(whereTo(await visitor.post('/verify', { token }))).to.equal('303 /?after=verify');
      expect((await visitor.get('/?after=verify')).text)
        .to.include('Your e-mail address is confirmed.')
        .and.not.to.include('not confirmed yet');
    });

    it('come again when they are asked for, and the former one is void', async () => {
      const former = tokenOf(await linkTo(ada, '/verify'));
      expect(whereTo(await visitor.post('/verify/again', {}))).to.equal('303 /sign-in');
      await visitor.post('/sign-in', { username: ada.user.email, password: ada.password });
      expect(whereTo(await visitor.post('/verify/again', {}))).to.equal('303 /?after=verify-again');
      expect((await visitor.get('/?after=verify-again')).text).to.include('A mail with a new link is on its way.');
      const newer = tokenOf(await linkTo(ada, '/verify'));
      expect(newer).not.to.equal(former);
      expect(outcome(await visitor.post('/verify', { token: former }))).to.deep.equal(BAD_LINK);
      expect(whereTo(await visitor.post('/verify', { token: newer }))).to.equal('303 /?after=verify');
    });

    it('say that a link is bad when its token is missing, or meant for something else', async () => {
      for (const link of ['/verify', '/verify?token='])
        expect(outcome(await visitor.get(link))).to.deep.equal(BAD_LINK);
      await visitor.post('/forgot-password', { email: ada.user.email });
      const other = tokenOf(await linkTo(ada, '/reset-password'));
      for (const token of ['', 'nobodys', other])
        expect(outcome(await visitor.post('/verify', { token }))).to.deep.equal(BAD_LINK);
      expect(await isVerified(ada)).to.equal(false);
    });
  });

  it('say nothing that they were not told: a made-up name of what was done shows no notice', async () => {
    for (const after of ['', 'x', '<b>', 'constructor', '__proto__'])
      expect((await visitor.get(`/sign-in?${new URLSearchParams({ after })}`)).text).not.to.include('class="notice"');
  });
});
