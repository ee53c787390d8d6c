import { expect } from 'chai';
import { createTestDatabase, type TestDatabase } from '#test/support/database.ts';
import { anOperation } from '../support/builders.ts';
import { type CuttableLine, layLine } from '../support/cuttable-line.ts';
import { cookieLogin, credentialsOf, type Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

describe('While the database is away', () => {
  let database: TestDatabase;
  let line: CuttableLine;
  let app: TestApp;
  let ada: Person;

  before(async () => {
    database = await createTestDatabase();
    line = await layLine(database.url);
    app = await startApp({ databaseUrl: line.url });
    ada = await app.signedUp();
    expect((await app.anyone.get('/readyz')).json()).to.deep.equal({
      status: 'ready',
      parts: [
        { part: 'database', ready: true },
        { part: 'process', ready: true },
      ],
    });
    await line.cut();
  });
  after(async () => {
    await app.stop();
    await line.cut();
    await database.drop();
  });

  it('every request that needs it is told to come again, whoever asks', async () => {
    for (const caller of [ada.bearer, ada.cookie])
      for (const answer of [
        await caller.get('/users/me'),
        await caller.get('/accounts'),
        await caller.get('/operations?limit=1'),
        await caller.get(`/operations/${ada.account}/history`),
        await caller.post('/operations', anOperation(), { 'Idempotency-Key': 'away' }),
        await caller.post('/accounts', { name: 'Second', currency: 'USD' }),
        await caller.patch(`/accounts/${ada.account}`, { name: 'Mine' }),
        await caller.delete(`/operations/${ada.account}`),
      ]) {
        expect(answer.outcome).to.equal('503 UNAVAILABLE');
        expect(answer.headers['retry-after']).to.match(/^[1-9]\d*$/);
        expect(answer.problem().part).to.be.oneOf(['database', 'sessions']);
        expect(answer.text).not.to.match(/ECONNREFUSED|127\.0\.0\.1|postgres/i);
      }
    expect((await app.anyone.get('/operations', { Authorization: 'Bearer blt_nobodys' })).outcome).to.equal(
      '503 UNAVAILABLE',
    );
  });

  it('nobody can sign in or register', async () => {
    for (const answer of [
      await cookieLogin(app.anyone, credentialsOf(ada)),
      await app.anyone.post('/auth/bearer/login', credentialsOf(ada)),
      await app.anyone.post('/auth/register', { email: 'b@example.com', password: ada.password, username: 'B' }),
    ])
      expect([answer.outcome, answer.cookies]).to.deep.equal(['503 UNAVAILABLE', []]);
  });

  it('what needs no database is answered', async () => {
    expect((await app.anyone.get('/livez')).json()).to.deep.equal({ status: 'alive' });
    expect((await app.anyone.get('/users/me')).outcome).to.equal('401 NOT_SIGNED_IN');
    expect((await app.anyone.post('/auth/register', {})).status).to.equal(422);
    expect((await app.anyone.get('/api/v1/openapi.json')).status).to.equal(200);
    expect((await app.anyone.get('/nothing')).outcome).to.equal('404 NOT_FOUND');
  });

  it('/readyz names it, and why is for the log alone', async () => {
    const answer = await app.anyone.get('/readyz');
    expect([answer.status, answer.headers['retry-after']]).to.deep.equal([503, '1']);
    expect(JSON.parse(answer.text)).to.deep.equal({
      status: 'not ready',
      parts: [
        { part: 'database', ready: false, reason: 'does not answer' },
        { part: 'process', ready: true },
      ],
    });
    expect(app.log.lines.find(({ msg }) => msg === 'a part is not ready')).to.include({ part: 'database', level: 40 });
  });

  it('the log tells why, as a warning and not as an error', () => {
    const warnings = app.log.lines.filter(({ msg }) => msg === 'request refused: unavailable');
    expect(warnings.length).to.be.at.least(18);
    for (const { level, reason } of warnings) expect([level, typeof reason]).to.deep.equal([40, 'string']);
    expect(app.log.lines.filter(({ level }) => Number(level) >= 50)).to.deep.equal([]);
  });
});
