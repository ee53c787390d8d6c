import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Client } from 'pg';
import type { Answer, OperationBody } from './support/answer.ts';
import { anAccount, anOperation } from './support/builders.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

/** What makes a replay the first answer: everything but the name of the request, the clock and the word that it is one. */
function replayed(answer: Answer): object {
  const { 'idempotency-replayed': mark, 'x-request-id': _id, date: _date, ...headers } = answer.headers;
  expect(mark).to.equal('true');
  return { status: answer.status, headers, text: answer.text };
}

function first(answer: Answer): object {
  const { 'idempotency-replayed': mark, 'x-request-id': _id, date: _date, ...headers } = answer.headers;
  expect([mark, answer.status]).to.deep.equal([undefined, 201]);
  return { status: answer.status, headers, text: answer.text };
}

describe('An Idempotency-Key', () => {
  let app: TestApp;
  let ada: Person;
  let eve: Person;

  before(async () => {
    app = await startApp();
    [ada, eve] = await Promise.all([app.signedUp(), app.signedUp()]);
  });
  after(() => app.stop());

  for (const [path, body, table] of [
    ['/operations', anOperation(), 'operations'],
    ['/accounts', anAccount(), 'accounts'],
  ] as const) {
    const post = (key: string, fields: object = body, who = ada) =>
      who.bearer.post(path, fields, { 'Idempotency-Key': key });
    const count = async () => Number((await app.sql(`SELECT count(*) FROM ${table}`))[0]?.['count']);

    describe(`of POST ${path}`, () => {
      it('that is empty, too long or not printable ASCII is refused', async () => {
        const before = await count();
        for (const key of [
          '',
          ' ',
          '""',
          'x'.repeat(256),
          `"${'x'.repeat(256)}"`,
          'a b',
          'é',
          '"é"',
          '"a',
          'a\tb',
          '"a\\n"',
        ])
          expect([key, (await post(key)).outcome]).to.deep.equal([key, '400 BAD_IDEMPOTENCY_KEY']);
        expect(await count()).to.equal(before);
      });

      it('of another request is refused, and that request is not done', async () => {
        const key = randomUUID();
        await post(key);
        const before = await count();
        for (const other of [
          { ...body, name: 'Other', note: undefined },
          { ...body, currency: 'EUR', kind: null },
        ]) {
          const fields =
            path === '/accounts'
              ? { ...other, note: undefined }
              : { ...other, name: undefined, kind: undefined, note: 'o' };
          expect((await post(key, fields)).outcome).to.equal('422 IDEMPOTENCY_MISMATCH');
        }
        const [otherPath, otherBody] =
          path === '/accounts' ? ['/operations', anOperation()] : ['/accounts', anAccount()];
        const elsewhere = await ada.bearer.post(otherPath as string, otherBody, { 'Idempotency-Key': key });
        expect(elsewhere.outcome).to.equal('422 IDEMPOTENCY_MISMATCH');
        expect(await count()).to.equal(before);
      });

      it('of a request that failed is free again', async () => {
        const key = randomUUID();
        expect((await post(key, { ...body, currency: '€' })).status).to.equal(422);
        expect((await post(key, { ...body, surprise: 1 })).status).to.equal(422);
        expect((await post(key, '{"type":' as unknown as object)).status).to.equal(400);
        expect(await app.sql('SELECT 1 FROM idempotency_keys WHERE key = $1', [key])).to.deep.equal([]);
        expect((await post(key)).status).to.equal(201);
      });

      it('gives the first answer again, byte for byte, with its Location and ETag', async () => {
        const key = randomUUID();
        const before = await count();
        const answer = await post(key);
        expect(answer.headers).to.include.keys('location', 'etag');
        for (const again of [await post(key), await ada.cookie.post(path, body, { 'Idempotency-Key': key })])
          expect(replayed(again)).to.deep.equal(first(answer));
        expect(await count()).to.equal(before + 1);
      });

      it('means the same quoted and bare, and for the same JSON in another order', async () => {
        const key = randomUUID();
        const answer = await post(key);
        expect((await post(`"${key}"`)).text).to.equal(answer.text);
        const reversed = Object.fromEntries(Object.entries(body).reverse());
        expect((await post(` ${key} `, reversed)).text).to.equal(answer.text);
        const spaced = JSON.stringify(body, null, 2);
        expect((await post(key, spaced as unknown as object)).text).to.equal(answer.text);
        const odd = `!#$%&'()*+,-./:;<=>?@[]^_{|}~${path}`;
        const made = await post(odd);
        expect((await post(`"${odd}"`)).text).to.equal(made.text);
        const quoted = await post(['"', path, '\\"', '\\\\', '"'].join(''));
        expect((await post([path, '"', '\\'].join(''))).text).to.equal(quoted.text);
        const longest = path.padEnd(255, 'k');
        expect((await post(`"${longest}"`)).text).to.equal((await post(longest)).text);
      });

      it('belongs to one user', async () => {
        const key = randomUUID();
        const [mine, hers] = [await post(key), await post(key, body, eve)];
        expect([mine.status, hers.status]).to.deep.equal([201, 201]);
        expect(hers.headers['idempotency-replayed']).to.equal(undefined);
        expect(hers.headers['location']).not.to.equal(mine.headers['location']);
      });

      it('gives the first answer even after what was made has changed or gone', async () => {
        const key = randomUUID();
        const answer = await post(key);
        const { id } = answer.json<OperationBody>();
        const patch = path === '/accounts' ? { name: 'Changed' } : { quantity: '99' };
        expect((await ada.bearer.patch(`${path}/${id}`, patch)).status).to.equal(200);
        expect((await post(key)).text).to.equal(answer.text);
        expect((await ada.bearer.delete(`${path}/${id}`)).status).to.equal(204);
        const again = await post(key);
        expect([again.text, again.headers['idempotency-replayed']]).to.deep.equal([answer.text, 'true']);
        expect((await ada.bearer.get(`${path}/${id}`)).status).to.equal(404);
      });

      it('is used up after 24 hours, and free again after that', async () => {
        const key = randomUUID();
        const answer = await post(key);
        const age = (hours: string) =>
          app.sql(`UPDATE idempotency_keys SET created_at = now() - interval '${hours}' WHERE key = $1`, [key]);
        await age('23 hours 59 minutes');
        expect((await post(key)).text).to.equal(answer.text);
        await age('24 hours 1 minute');
        const anew = await post(key);
        expect([anew.status, anew.headers['idempotency-replayed']]).to.deep.equal([201, undefined]);
        expect(anew.headers['location']).not.to.equal(answer.headers['location']);
      });

      it('sent 50 times at once takes effect once, and the others get the first answer or are told to come again', async () => {
        const key = randomUUID();
        const before = await count();
        const answers = await Promise.all(Array.from({ length: 50 }, () => post(key)));
        const made = answers.filter(
          (answer) => answer.headers['idempotency-replayed'] === undefined && answer.status === 201,
        );
        expect(made).to.have.length(1);
        for (const answer of answers)
          if (answer.status === 201) expect(answer.text).to.equal(made[0]?.text);
          else expect(answer.outcome).to.be.oneOf(['409 IDEMPOTENCY_IN_PROGRESS', '503 UNAVAILABLE']);
        expect(await count()).to.equal(before + 1);
        expect((await post(key)).text).to.equal(made[0]?.text);
      });
    });
  }

  it('of a request that is still running is told to come again, and takes no effect', async () => {
    const requests = [
      { path: '/operations', body: anOperation(), key: randomUUID() },
      { path: '/accounts', body: anAccount(), key: randomUUID() },
    ];
    const post = ({ path, body, key }: (typeof requests)[number]) =>
      ada.bearer.post(path, body, { 'Idempotency-Key': key });
    const counts = () =>
      app.sql('SELECT (SELECT count(*) FROM operations) AS operations, (SELECT count(*) FROM accounts) AS accounts');
    const before = await counts();
    const running = new Client({ connectionString: app.databaseUrl });
    await running.connect();
    try {
      await running.query('BEGIN');
      for (const { key } of requests) {
        const row = [ada.user.id, key, Buffer.alloc(32), '{}', new Date()];
        await running.query('INSERT INTO idempotency_keys VALUES ($1, $2, $3, $4, $5)', row);
      }
      for (const answer of await Promise.all(requests.map(post))) {
        expect(answer.outcome).to.equal('409 IDEMPOTENCY_IN_PROGRESS');
        expect(answer.headers['retry-after']).to.match(/^[1-9]\d*$/);
      }
      expect(await counts()).to.deep.equal(before);
      await running.query('ROLLBACK');
      for (const answer of await Promise.all(requests.map(post))) expect(answer.status).to.equal(201);
    } finally {
      await running.end();
    }
  });

  it('of an operation that its broker told of already stays free', async () => {
    const told = anOperation({ source: 'broker', external_id: 'T-1' });
    await ada.bearer.post('/operations', told);
    const key = randomUUID();
    const again = await ada.bearer.post('/operations', told, { 'Idempotency-Key': key });
    expect(again.outcome).to.equal('409 ALREADY_EXISTS');
    expect(await app.sql('SELECT 1 FROM idempotency_keys WHERE key = $1', [key])).to.deep.equal([]);
  });

  it('repeats the answer to an operation that its broker told of, not the refusal', async () => {
    const told = anOperation({ source: 'broker', external_id: 'T-2' });
    const key = { 'Idempotency-Key': randomUUID() };
    const answer = await ada.bearer.post('/operations', told, key);
    const again = await ada.bearer.post('/operations', told, key);
    expect([again.status, again.text]).to.deep.equal([201, answer.text]);
  });

  it('writes the key, the operation and its history together', async () => {
    const key = randomUUID();
    const { id } = (
      await ada.bearer.post('/operations', anOperation(), { 'Idempotency-Key': key })
    ).json<OperationBody>();
    const [ids] = await app.sql(
      `SELECT o.xmin = h.xmin AND h.xmin = k.xmin AS together FROM operations o, operation_history h, idempotency_keys k
        WHERE o.id = $1 AND h.operation_id = $1 AND k.key = $2`,
      [id, key],
    );
    expect(ids).to.deep.equal({ together: true });
  });
});
