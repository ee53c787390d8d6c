import { expect } from 'chai';
import type { Answer, HistoryBody, OperationBody } from '../support/answer.ts';
import { anOperation, NO_ID } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

type Result = {
  status: string;
  id?: string;
  version?: number;
  code?: string;
  errors?: { pointer: string; code: string }[];
};

describe('Many operations at once', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());
  beforeEach(async () => {
    ada = await app.signedUp();
  });

  const post = (operations: unknown, headers = {}): Promise<Answer> =>
    ada.bearer.post('/operations/batch', { operations }, headers);
  const results = async (operations: unknown, headers = {}): Promise<Result[]> =>
    (await post(operations, headers)).json();
  const statuses = (all: readonly Result[]): string[] => all.map(({ status }) => status);
  const count = async (): Promise<number> =>
    (await app.sql('SELECT count(*)::int AS n FROM operations WHERE user_id = $1', [ada.user.id]))[0]?.['n'] as number;
  const told = (external_id: string, overrides = {}) => anOperation({ source: 'broker', external_id, ...overrides });

  for (const [why, body, violations] of [
    ['no list', {}, ['/operations REQUIRED']],
    ['null', { operations: null }, ['/operations REQUIRED']],
    ['an object', { operations: {} }, ['/operations INVALID_TYPE']],
    ['a list of a list', [[]], [' INVALID_TYPE']],
    ['1,001 rows', { operations: Array.from({ length: 1_001 }, () => 1) }, ['/operations TOO_MANY']],
    [
      'more than it says',
      { operations: [], rows: [], user_id: NO_ID },
      ['/rows UNKNOWN_FIELD', '/user_id UNKNOWN_FIELD'],
    ],
  ] as const)
    it(`are refused as a whole with ${why}`, async () => {
      const answer = await ada.bearer.post('/operations/batch', body);
      expect([answer.status, answer.violations]).to.deep.equal([422, violations]);
      expect(await count()).to.equal(0);
    });

  it('are refused to who is not signed in, to auditors, and to tokens without the scope', async () => {
    expect((await app.anyone.post('/operations/batch', { operations: [] })).outcome).to.equal('401 NOT_SIGNED_IN');
    const auditor = await app.signedUp('auditor');
    expect((await auditor.bearer.post('/operations/batch', { operations: [] })).outcome).to.equal('403 FORBIDDEN');
  });

  it('are none when there are none', async () => {
    expect(await results([])).to.deep.equal([]);
  });

  it('have one result a row, in their order, and what is wrong with one keeps no other from being written', async () => {
    const eve = await app.signedUp();
    const all = await results([
      anOperation(),
      anOperation({ quantity: '-1', price: 'x', more: 1 }),
      'text',
      anOperation({ account_id: eve.account }),
      told('1'),
      told('1'),
      told('1', { quantity: '11' }),
      anOperation({ account_id: NO_ID }),
      { type: 'deposit' },
    ]);
    expect(statuses(all)).to.deep.equal([
      'created',
      'error',
      'error',
      'error',
      'created',
      'unchanged',
      'updated',
      'error',
      'error',
    ]);
    const errors = all.map(({ code, errors: each = [] }) => [
      code,
      each.map(({ pointer, code: why }) => `${pointer} ${why}`).sort(),
    ]);
    expect(errors[1]).to.deep.equal([
      'INVALID_FIELDS',
      ['/more UNKNOWN_FIELD', '/price INVALID_FORMAT', '/quantity OUT_OF_RANGE'],
    ]);
    expect(errors[2]).to.deep.equal(['INVALID_FIELDS', [' INVALID_TYPE', '/date REQUIRED', '/type REQUIRED']]);
    expect([errors[3], errors[7]]).to.deep.equal([
      ['NOT_FOUND', []],
      ['NOT_FOUND', []],
    ]);
    expect(all[6]).to.deep.include({ id: all[4]?.id, version: 2 });
    expect(await count()).to.equal(2);
    const read = (await ada.bearer.get(`/operations/${all[4]?.id}`)).json<OperationBody>();
    expect([read.quantity, read.version]).to.deep.equal(['11', 2]);
  });

  it('replace what their identity has, as PUT does, and are told apart by account and source', async () => {
    const [first] = await results([told('7', { note: 'kept' })]);
    const other = (await ada.bearer.post('/accounts', { name: 'Other', currency: 'EUR' })).json<{ id: string }>().id;
    const all = await results([
      told('7', { note: 'kept' }),
      told('7', { note: null, price: '99' }),
      told('7', { source: null }),
      told('7', { source: null }),
      told('7', { account_id: other }),
    ]);
    expect(statuses(all)).to.deep.equal(['unchanged', 'updated', 'created', 'unchanged', 'created']);
    expect(all[1]?.id).to.equal(first?.id);
    const { note, price } = (await ada.bearer.get(`/operations/${first?.id}`)).json<OperationBody>();
    expect([note, price]).to.deep.equal([null, '99']);
    expect(await count()).to.equal(3);
  });

  it('keep identical fills that have no identity', async () => {
    expect(statuses(await results([anOperation(), anOperation()]))).to.deep.equal(['created', 'created']);
    expect(statuses(await results([anOperation()]))).to.deep.equal(['created']);
    expect(await count()).to.equal(3);
  });

  it('have their history, from the first version on', async () => {
    const [made] = await results([told('h', { tags: ['a "quoted" tag', 'b\\c'], note: "it's {so}, NULL" })]);
    const history = async () => (await ada.bearer.get(`/operations/${made?.id}/history`)).json<HistoryBody>();
    const single = (
      await ada.bearer.post('/operations', told('s', { tags: ['a "quoted" tag', 'b\\c'], note: "it's {so}, NULL" }))
    ).json<OperationBody>();
    const theirs = (await ada.bearer.get(`/operations/${single.id}/history`)).json<HistoryBody>();
    const plain = (entries: HistoryBody) =>
      entries.map(({ changes, action, version }) => [
        action,
        version,
        changes.filter(({ field }) => field !== 'external_id'),
      ]);
    expect(plain(await history())).to.deep.equal(plain(theirs));
    await ada.bearer.patch(`/operations/${made?.id}`, { note: 'changed' });
    await ada.bearer.delete(`/operations/${made?.id}`);
    expect((await history()).map(({ action, version }) => `${action} ${version}`)).to.deep.equal([
      'created 1',
      'changed 2',
      'deleted 3',
    ]);
    const [gone] = await results([told('g')]);
    await ada.bearer.delete(`/operations/${gone?.id}`);
    const last = (await ada.bearer.get(`/operations/${gone?.id}/history`)).json<HistoryBody>();
    expect(last.map(({ action }) => action)).to.deep.equal(['created', 'deleted']);
  });

  it('are answered once for an Idempotency-Key, byte for byte', async () => {
    const headers = { 'Idempotency-Key': '"a batch"' };
    const rows = [anOperation(), told('k'), anOperation({ quantity: '0' })];
    const [first, again] = [await post(rows, headers), await post(rows, headers)];
    expect(again.text).to.equal(first.text);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).to.deep.equal([
      undefined,
      'true',
    ]);
    expect((await post([anOperation()], headers)).outcome).to.equal('422 IDEMPOTENCY_MISMATCH');
    expect(await count()).to.equal(2);
  });

  it('posted five times, shuffled, by four clients at once are there once', async () => {
    const all = Array.from({ length: 600 }, (_, place) => told(`row ${place}`, { quantity: String(1 + (place % 9)) }));
    const outcomes: Result[] = [];
    const client = async (seed: number): Promise<void> => {
      for (let round = 0; round < 5; round += 1) {
        const shuffled = all.toSorted((one, other) => rank(one, seed + round) - rank(other, seed + round));
        for (let from = 0; from < shuffled.length; from += 200)
          outcomes.push(...(await results(shuffled.slice(from, from + 200))));
      }
    };
    await Promise.all([1, 20, 300, 4_000].map(client));
    expect(await count()).to.equal(600);
    const tally = Object.groupBy(outcomes, ({ status }) => status);
    expect([tally['created']?.length, tally['unchanged']?.length]).to.deep.equal([600, 600 * 19]);
    const [positions] = (await ada.bearer.get('/positions')).json<{ operations: number }[]>();
    expect(positions?.operations).to.equal(600);
  }).timeout(60_000);

  it('show in lists, positions and cash at once', async () => {
    await ada.bearer.get('/operations');
    await ada.bearer.get('/cash');
    await results([told('1'), told('2')]);
    expect((await ada.bearer.get('/operations')).json()).to.have.length(2);
    expect((await ada.bearer.get('/cash')).json<{ balance: string }[]>()[0]?.balance).to.equal('-2002');
    await results([told('2', { price: '200' })]);
    expect((await ada.bearer.get('/cash')).json<{ balance: string }[]>()[0]?.balance).to.equal('-3002');
  });

  it('for a token of some accounts are written into these alone', async () => {
    const other = (await ada.bearer.post('/accounts', { name: 'Other', currency: 'EUR' })).json<{ id: string }>().id;
    const made = await ada.bearer.post('/tokens', {
      name: 'narrow',
      scopes: ['operations:write'],
      account_ids: [other],
    });
    const { token } = made.json<{ token: string }>();
    app.secrets.add(token);
    const narrow = app.anyone.with({ Authorization: `Bearer ${token}` });
    const rows = [anOperation(), anOperation({ account_id: ada.account }), anOperation({ account_id: other })];
    const all = (await narrow.post('/operations/batch', { operations: rows })).json<Result[]>();
    expect(statuses(all)).to.deep.equal(['error', 'error', 'created']);
  });
});

/** Another order for each seed. */
const rank = ({ external_id }: Record<string, unknown>, seed: number): number =>
  [...String(external_id)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0) * seed) % 1_000_003, seed);
