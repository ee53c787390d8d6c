import { expect } from 'chai';
import type { Answer } from '../support/answer.ts';
import { aRegistration } from '../support/builders.ts';
import type { Headers } from '../support/caller.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';
import { assertPlain, OF_A_PAGE } from './plain-page.ts';
import { titleOf, Visitor } from './visitor.ts';

const HTML = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const FORMS = ['/sign-in', '/sign-out', '/register', '/forgot-password', '/reset-password', '/verify'];

describe('A page instead of a refusal', () => {
  let app: TestApp;
  let ada: Person;
  let visitor: Visitor;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());
  beforeEach(() => {
    visitor = new Visitor(app.origin);
  });

  const expectPage = (answer: Answer, status: number, title: string): void => {
    expect([answer.status, titleOf(answer)]).to.deep.equal([status, `Error: ${title} – Blotter`]);
    expect(answer.headers).to.include(OF_A_PAGE);
    assertPlain(answer);
  };

  it('is answered to a browser that asks for nothing that is here, and a problem to a program', async () => {
    expectPage(await visitor.get('/nothing', HTML), 404, 'Nothing is here');
    for (const [path, headers] of [
      ['/nothing', {}],
      ['/nothing', { Accept: 'application/json' }],
      ['/api/v1/nothing', HTML],
      ['/api/v1/users/me', HTML],
      ['/API/nothing', HTML],
    ] as const)
      expect((await visitor.get(path, headers)).headers['content-type']).to.equal('application/problem+json');
  });

  it('tells which methods there are', async () => {
    const answer = await visitor.send('DELETE', '/sign-in', undefined, { 'Sec-Fetch-Site': 'same-origin' });
    expectPage(answer, 405, 'This request cannot be answered');
    expect(answer.headers).to.include({ allow: 'GET, POST, HEAD, OPTIONS' });
  });

  it('is answered to a form that is too large, or none', async () => {
    expectPage(
      await visitor.post('/sign-in', { username: 'a'.repeat(20_000) }),
      413,
      'This request cannot be answered',
    );
    const json = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/json' };
    expectPage(await visitor.post('/register', {}, json), 415, 'This request cannot be answered');
    const form = { 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded' };
    expectPage(await visitor.send('POST', '/verify', 'token=%ff', form), 400, 'This request cannot be answered');
  });

  it('says what is our fault by its ticket alone, and the log has all of it', async () => {
    await app.sql('ALTER TABLE users RENAME COLUMN time_zone TO elsewhere');
    const answer = await visitor.get('/', { Cookie: ada.cookieHeader });
    await app.sql('ALTER TABLE users RENAME COLUMN elsewhere TO time_zone');
    expectPage(answer, 500, 'Something went wrong');
    const ticket = answer.headers['x-request-id'];
    expect(answer.text).to.include(`<code>${ticket}</code>`).and.not.to.include('time_zone');
    expect(await app.log.line(({ id, level }) => id === ticket && level === 50)).to.have.property('err');
  });

  it('says when to come again', async () => {
    const { cookieHeader: Cookie } = await app.signedUp();
    await app.sql('ALTER TABLE sessions RENAME TO elsewhere');
    const answer = await visitor.get('/', { Cookie });
    await app.sql('ALTER TABLE elsewhere RENAME TO sessions');
    expectPage(answer, 503, 'Not just now');
    expect(answer.headers).to.include({ 'retry-after': '1' });
  });

  const strangers: readonly Headers[] = [
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: 'https://evil.example' },
    { Referer: 'https://evil.example/sign-in' },
  ];
  for (const from of strangers)
    it(`is answered to a form that another site sends (${Object.entries(from).join()}), and nothing changes`, async () => {
      const fields = { ...aRegistration(), token: 'a', next: '/' };
      const before = await app.sql('SELECT count(*) FROM users');
      for (const path of FORMS) {
        const answer = await visitor.post(path, fields, { Cookie: ada.cookieHeader, ...from });
        expectPage(answer, 403, 'This is not allowed');
        expect(answer.cookies).to.deep.equal([]);
      }
      expect(await app.sql('SELECT count(*) FROM users')).to.deep.equal(before);
      expect((await visitor.get('/', { Cookie: ada.cookieHeader })).status).to.equal(200);
    });
});
