import { expect } from 'chai';
import { anOperation, PRIVATE_NOTE } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

describe('An error that nobody foresaw', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
    await app.sql('ALTER TABLE operation_history RENAME TO elsewhere');
    await app.sql('ALTER TABLE users RENAME COLUMN time_zone TO elsewhere');
  });
  after(() => app.stop());

  for (const [where, ask] of [
    ['while reading', () => ada.bearer.get('/users/me')],
    ['while writing by a statement', () => ada.bearer.post('/operations', anOperation())],
    [
      'while signing in',
      () => app.anyone.post('/auth/bearer/login', { username: ada.user.email, password: ada.password }),
    ],
    [
      'while registering',
      () => app.anyone.post('/auth/register', { email: 'b@example.com', password: ada.password, username: 'B' }),
    ],
    ['by HEAD', () => ada.cookie.head('/users/me')],
  ] as const)
    it(`${where} is told by its ticket alone, under which the log has all of it`, async () => {
      const answer = await ask();
      expect(answer.status).to.equal(500);
      expect(answer.headers).to.include({ 'cache-control': 'no-store', 'content-type': 'application/problem+json' });
      const ticket = answer.headers['x-request-id'];
      if (answer.text !== '')
        expect(answer.problem()).to.deep.equal({
          type: 'about:blank',
          title: 'Internal Server Error',
          status: 500,
          detail: 'Something went wrong here. It was logged with the ticket in request_id.',
          instance: answer.problem().instance,
          code: 'INTERNAL',
          request_id: ticket,
        });
      const line = await app.log.line(({ id, level }) => id === ticket && level === 50);
      expect(line['err'])
        .to.have.property('message')
        .that.matches(/does not exist/);
      expect(line['err'])
        .to.have.property('stack')
        .that.matches(/\n {4}at /);
      expect(line['err']).to.have.property('code').that.matches(/^42/);
      expect(await app.log.line(({ id, msg }) => id === ticket && msg === 'request')).to.include({ status: 500 });
    });

  it('leaves nothing half done', async () => {
    const tables = ['operations', 'elsewhere', 'idempotency_keys'];
    await ada.bearer.post('/operations', anOperation(), { 'Idempotency-Key': 'of-an-error' });
    for (const table of tables) expect(await app.sql(`SELECT 1 FROM ${table}`)).to.deep.equal([]);
  });

  it('writes no parameter of a statement into the log', () => {
    expect(app.log.printed.join('')).not.to.include(PRIVATE_NOTE);
    expect(app.log.printed.join('')).not.to.match(/"(parameters|values|params|detail|sql)":/);
  });

  it('stops nothing: the next request is answered', async () => {
    expect((await app.anyone.get('/readyz')).status).to.equal(200);
    expect((await ada.bearer.get('/accounts')).status).to.equal(200);
    await app.sql('ALTER TABLE elsewhere RENAME TO operation_history');
    expect((await ada.bearer.post('/operations', anOperation(), { 'Idempotency-Key': 'of-an-error' })).status).to.equal(
      201,
    );
  });
});
