import { expect } from 'chai';
import { anOperation } from './support/builders.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

describe('The ledger as a file', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
    await ada.bearer.post('/operations', anOperation({ note: '=cmd' }));
    await ada.bearer.post(
      '/operations',
      anOperation({
        type: 'deposit',
        figi: null,
        quantity: null,
        price: null,
        fee: null,
        payment: '5',
        note: null,
        instrument_type: null,
        date: '2026-11-19',
      }),
    );
  });
  after(() => app.stop());

  it('is nobody’s who is not signed in, and asked for with everything wrong at once', async () => {
    expect((await app.anyone.get('/export')).outcome).to.equal('401 NOT_SIGNED_IN');
    const answer = await ada.bearer.get('/export?format=xlsx&type=gift&from=x&limit=1&account_id=1&user_id=2');
    expect(answer.violations).to.deep.equal([
      '/account_id INVALID_FORMAT',
      '/format NOT_ALLOWED',
      '/from INVALID_FORMAT',
      '/limit UNKNOWN_FIELD',
      '/type NOT_ALLOWED',
      '/user_id INVALID_FORMAT',
    ]);
  });

  it('comes as CSV, with a name and for nobody to keep', async () => {
    const { status, headers, text } = await ada.bearer.get('/export');
    expect(status).to.equal(200);
    expect(headers).to.include({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'cache-control': 'no-store',
    });
    expect(headers['content-disposition']).to.match(/^attachment; filename="blotter-\d{4}-\d\d-\d\d\.csv"$/);
    expect(text.split('\n').slice(1)).to.deep.equal([
      'Main,deposit,,,,,0,,USD,5,0,USD,,,2026-11-19,,,,',
      "Main,buy,BBG000B9XRY4,,,share,10,100,USD,,1,USD,,,2026-11-20T10:00:00.000Z,,,'=cmd,",
      '',
    ]);
  });

  it('comes as JSON and NDJSON, narrowed as the list is', async () => {
    const json = await ada.cookie.get('/export?format=json&type=buy');
    expect(json.json<{ note: string }[]>().map(({ note }) => note)).to.deep.equal(['=cmd']);
    const lines = (await ada.bearer.get('/export?format=ndjson&to=2026-11-20')).text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).type)).to.deep.equal(['deposit']);
  });

  it('is told of by HEAD, without a body', async () => {
    const { status, headers, text } = await ada.bearer.head('/export?format=ndjson');
    expect([status, headers['content-type'], text]).to.deep.equal([200, 'application/x-ndjson; charset=utf-8', '']);
  });

  it('goes on for others when somebody leaves in the middle', async () => {
    await app.sql(
      `INSERT INTO operations (user_id, id, account_id, type, quantity, fee, payment, currency, date, date_precision, note, tags, version, created_at, updated_at)
       SELECT $1, uuidv7(), $2, 'deposit', 0, 0, n, 'USD', '2020-01-01', 'day', repeat('x', 900), '{}', 1, now(), now() FROM generate_series(1, 30000) n`,
      [ada.user.id, ada.account],
    );
    for (let turn = 0; turn < 6; turn += 1) {
      const leaving = new AbortController();
      const response = await fetch(`${app.origin}/api/v1/export`, {
        headers: { Authorization: `Bearer ${ada.token}`, 'X-Request-Id': `leaving-${turn}` },
        signal: leaving.signal,
      });
      await response.body?.getReader().read();
      leaving.abort();
    }
    const { status, text } = await ada.bearer.get('/export?format=ndjson');
    expect([status, text.split('\n').length]).to.deep.equal([200, 30_003]);
  });
});
