import { expect } from 'chai';
import type { HistoryBody, OperationBody } from '../support/answer.ts';
import { anOperation, NO_ID } from '../support/builders.ts';
import { IF_MATCH } from '../support/if-match.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const MERGE_PATCH = { 'Content-Type': 'application/merge-patch+json' };

describe('An operation that is changed', () => {
  let app: TestApp;
  let ada: Person;
  const recorded = async (fields: object = {}): Promise<OperationBody> =>
    (await ada.bearer.post('/operations', anOperation(fields))).json();
  const read = async (id: string): Promise<OperationBody> => (await ada.bearer.get(`/operations/${id}`)).json();
  const history = async (id: string): Promise<HistoryBody> =>
    (await ada.bearer.get(`/operations/${id}/history`)).json();

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('must exist: a replacement never makes one', async () => {
    const before = await app.sql('SELECT count(*) FROM operations');
    for (const id of [NO_ID, 'none', '%00', `${NO_ID}0`])
      for (const answer of [
        await ada.bearer.put(`/operations/${id}`, anOperation()),
        await ada.bearer.patch(`/operations/${id}`, { note: null }),
        await ada.bearer.delete(`/operations/${id}`),
      ])
        expect(answer.outcome).to.equal('404 NOT_FOUND');
    expect(await app.sql('SELECT count(*) FROM operations')).to.deep.equal(before);
  });

  it('is judged as a whole, and stays as it was when it is refused', async () => {
    const operation = await recorded();
    const refused: readonly [object, readonly string[]][] = [
      [{ quantity: null }, ['/quantity REQUIRED']],
      [{ figi: null }, ['/figi REQUIRED']],
      [{ type: 'split' }, ['/ratio REQUIRED']],
      [{ type: 'deposit', quantity: null }, ['/payment REQUIRED']],
      [{ ratio: '4:1', accrued_interest: 'x' }, ['/accrued_interest INVALID_FORMAT', '/ratio NOT_ALLOWED']],
      [{ currency: null, price: '' }, ['/currency REQUIRED', '/price INVALID_FORMAT']],
      [{ account_id: null }, ['/account_id REQUIRED']],
      [{ date: null }, ['/date REQUIRED']],
      [{ version: 2 }, ['/version READ_ONLY']],
      [{ user_id: NO_ID }, ['/user_id UNKNOWN_FIELD']],
    ];
    for (const [patch, violations] of refused) {
      const answer = await ada.bearer.patch(`/operations/${operation.id}`, patch);
      expect([answer.status, answer.violations]).to.deep.equal([422, violations]);
    }
    const put = await ada.bearer.put(`/operations/${operation.id}`, { type: 'buy', date: '2026-11-20' });
    expect(put.violations).to.deep.equal([
      '/currency REQUIRED',
      '/figi REQUIRED',
      '/price REQUIRED',
      '/quantity REQUIRED',
    ]);
    expect(await read(operation.id)).to.deep.equal(operation);
    expect(await history(operation.id)).to.have.length(1);
  });

  it('cannot move to an account that is not the owner’s', async () => {
    const { id, version } = await recorded();
    const eve = await app.signedUp();
    for (const account_id of [eve.account, NO_ID])
      for (const answer of [
        await ada.bearer.patch(`/operations/${id}`, { account_id }),
        await ada.bearer.put(`/operations/${id}`, anOperation({ account_id })),
        await ada.bearer.post('/operations', anOperation({ account_id })),
      ])
        expect([answer.outcome, answer.problem().detail]).to.deep.equal(['404 NOT_FOUND', 'There is no such account.']);
    expect(await read(id)).to.include({ account_id: ada.account, version });
  });

  describe('by a patch', () => {
    for (const headers of [MERGE_PATCH, {}])
      it(`takes the given fields, clears by null and keeps the rest (${Object.values(headers)[0] ?? 'plain JSON'})`, async () => {
        const operation = await recorded({
          payment: '-1001',
          tags: ['a'],
          source: 'broker',
          external_id: `${Math.random()}`,
        });
        const patch = { payment: null, tags: null, price: 101, fee: null, note: 'edited' };
        const answer = await ada.bearer.patch(`/operations/${operation.id}`, patch, headers);
        const { updated_at: updatedAt, ...changed } = answer.json<OperationBody>();
        const { updated_at: before, ...kept } = operation;
        expect(changed).to.deep.equal({
          ...kept,
          payment: null,
          payment_check: null,
          tags: [],
          price: '101',
          fee: '0',
          note: 'edited',
          version: 2,
        });
        expect(Date.parse(updatedAt)).to.be.at.least(Date.parse(before));
        expect(answer.headers['etag']).to.equal('"2"');
        expect(await read(operation.id)).to.deep.equal(answer.json());
      });

    it('judges what follows from other fields anew', async () => {
      const { id } = await recorded({ payment: '-1001', isin: 'US0378331005' });
      const off = await ada.bearer.patch(`/operations/${id}`, { quantity: '11' });
      expect(off.json()).to.include({ payment_check: 'differs' });
      const renamed = await ada.bearer.patch(`/operations/${id}`, { figi: null, quantity: '10' });
      expect(renamed.json()).to.include({ payment_check: 'ok', instrument: 'US0378331005', figi_check: null });
    });

    it('that changes nothing makes no version and no history', async () => {
      const operation = await recorded();
      for (const patch of [
        {},
        { quantity: '10.0' },
        { quantity: 10, fee: '1.00' },
        { date: '2026-11-20T11:00:00+01:00' },
      ]) {
        const answer = await ada.bearer.patch(`/operations/${operation.id}`, patch);
        expect([answer.json(), answer.headers['etag']]).to.deep.equal([operation, '"1"']);
      }
      expect(await history(operation.id)).to.have.length(1);
    });

    it('is a JSON object of a type that is a patch', async () => {
      const { id } = await recorded();
      for (const body of [[], null, 'text', 1])
        expect((await ada.bearer.patch(`/operations/${id}`, JSON.stringify(body))).violations).to.deep.equal([
          ' INVALID_TYPE',
        ]);
      expect((await ada.bearer.patch(`/operations/${id}`, '')).outcome).to.equal('400 MALFORMED');
      for (const type of ['application/json-patch+json', 'text/plain', 'application/x-www-form-urlencoded'])
        expect((await ada.bearer.patch(`/operations/${id}`, '{}', { 'Content-Type': type })).status).to.equal(415);
      expect((await ada.bearer.put(`/operations/${id}`, anOperation(), MERGE_PATCH)).status).to.equal(415);
    });
  });

  describe('by a replacement', () => {
    it('takes what is given and leaves nothing of what was', async () => {
      const operation = await recorded({
        isin: 'US0378331005',
        symbol: 'AAPL',
        tags: ['a'],
        payment: '-1001',
        note: 'old',
      });
      const answer = await ada.bearer.put(`/operations/${operation.id}`, {
        type: 'deposit',
        payment: '5',
        currency: 'EUR',
        date: '2026-11-21',
      });
      const { id, created_at: createdAt } = operation;
      expect(answer.json()).to.deep.include({
        id,
        created_at: createdAt,
        version: 2,
        account_id: ada.account,
        type: 'deposit',
        figi: null,
        isin: null,
        symbol: null,
        instrument: null,
        instrument_type: null,
        quantity: '0',
        price: null,
        currency: 'EUR',
        payment: '5',
        fee: '0',
        fee_currency: 'EUR',
        date: '2026-11-21T00:00:00.000Z',
        note: null,
        tags: [],
      });
      expect(answer.headers['etag']).to.equal('"2"');
      expect(await read(id)).to.deep.equal(answer.json());
    });

    it('by the same makes no version', async () => {
      const operation = await recorded();
      const answer = await ada.bearer.put(`/operations/${operation.id}`, anOperation());
      expect(answer.json()).to.deep.equal(operation);
    });
  });

  describe('under If-Match', () => {
    for (const [header, passes] of IF_MATCH)
      it(`${header} at version 2 is ${passes ? 'changed, replaced and deleted' : 'refused as stale in every way'}`, async () => {
        const stale = passes ? '' : '412 STALE_VERSION';
        const ways = [
          ['PATCH', { quantity: '20' }, '200'],
          ['PUT', anOperation({ quantity: '20' }), '200'],
          ['DELETE', undefined, '204'],
        ] as const;
        for (const [method, body, success] of ways) {
          const { id } = await recorded();
          await ada.bearer.patch(`/operations/${id}`, { quantity: '11' });
          const before = await read(id);
          const answer = await ada.bearer.send(method, `/operations/${id}`, body, { 'If-Match': header });
          expect([method, answer.outcome]).to.deep.equal([method, stale || success]);
          if (!passes) expect(await read(id)).to.deep.equal(before);
          expect(await history(id)).to.have.length(passes ? 3 : 2);
        }
      });

    it('that does not exist is not found, whatever version is spoken of', async () => {
      for (const header of ['"1"', '*', 'garbage'])
        expect((await ada.bearer.patch(`/operations/${NO_ID}`, {}, { 'If-Match': header })).outcome).to.equal(
          '404 NOT_FOUND',
        );
    });

    it('by many at once is changed by one, and the others are told that they are stale', async () => {
      const { id } = await recorded();
      const quantities = Array.from({ length: 12 }, (_, index) => String(100 + index));
      const answers = await Promise.all(
        quantities.map((quantity) => ada.bearer.patch(`/operations/${id}`, { quantity }, { 'If-Match': '"1"' })),
      );
      const won = answers.filter(({ status }) => status === 200);
      expect(answers.map(({ outcome }) => outcome).sort()).to.deep.equal([
        '200',
        ...Array(11).fill('412 STALE_VERSION'),
      ]);
      expect(await read(id)).to.deep.equal(won[0]?.json());
      expect(await history(id)).to.have.length(2);
    });
  });

  it('by many at once without If-Match loses none of them in its history', async () => {
    const { id } = await recorded();
    const quantities = Array.from({ length: 12 }, (_, index) => String(100 + index));
    const answers = await Promise.all(
      quantities.map((quantity) => ada.bearer.patch(`/operations/${id}`, { quantity })),
    );
    const versions = answers.map((answer) => answer.json<OperationBody>().version).sort((a, b) => a - b);
    expect(versions).to.deep.equal(quantities.map((_, index) => index + 2));
    const entries = (await history(id)).slice(1);
    expect(entries.map(({ version }) => version)).to.deep.equal(versions);
    expect(entries.flatMap(({ changes }) => changes.map((change) => change.new)).sort()).to.deep.equal(quantities);
    let last: unknown = '10';
    for (const { changes } of entries) {
      expect(changes).to.have.length(1);
      expect(changes[0]?.old).to.equal(last);
      last = changes[0]?.new;
    }
    expect((await read(id)).quantity).to.equal(last);
  });

  describe('by deletion', () => {
    it('is gone from every read but its history, and cannot be deleted twice', async () => {
      const { id } = await recorded();
      const answer = await ada.bearer.delete(`/operations/${id}`);
      expect([answer.status, answer.text]).to.deep.equal([204, '']);
      for (const gone of [
        await ada.bearer.get(`/operations/${id}`),
        await ada.bearer.delete(`/operations/${id}`),
        await ada.bearer.patch(`/operations/${id}`, {}),
        await ada.bearer.put(`/operations/${id}`, anOperation()),
      ])
        expect(gone.outcome).to.equal('404 NOT_FOUND');
      const listed = (await ada.bearer.get('/operations?limit=200')).json<OperationBody[]>();
      expect(listed.map((operation) => operation.id)).not.to.include(id);
    });

    it('by many at once happens once', async () => {
      const { id } = await recorded();
      const answers = await Promise.all(Array.from({ length: 5 }, () => ada.bearer.delete(`/operations/${id}`)));
      expect(answers.map(({ outcome }) => outcome).sort()).to.deep.equal(['204', ...Array(4).fill('404 NOT_FOUND')]);
      expect((await history(id)).map(({ action }) => action)).to.deep.equal(['created', 'deleted']);
    });
  });
});
