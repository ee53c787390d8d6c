import { expect } from 'chai';
import type { HistoryBody, OperationBody } from '../support/answer.ts';
import { anOperation, NO_ID } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

describe('The history of an operation tells', () => {
  let app: TestApp;
  let ada: Person;
  const recorded = async (fields: object = {}): Promise<OperationBody> =>
    (await ada.bearer.post('/operations', anOperation(fields))).json();
  const history = async (id: string): Promise<HistoryBody> =>
    (await ada.bearer.get(`/operations/${id}/history`)).json();

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('nothing to who asks for an operation that never was', async () => {
    for (const id of [NO_ID, 'none'])
      expect((await ada.bearer.get(`/operations/${id}/history`)).outcome).to.equal('404 NOT_FOUND');
  });

  it('who did what and when, old and new, from the beginning to the deletion', async () => {
    const begun = Date.now();
    const { id } = await recorded({ tags: ['a'], note: null });
    await ada.cookie.patch(`/operations/${id}`, { quantity: '12', note: 'corrected', tags: ['a', 'b'] });
    await ada.bearer.put(`/operations/${id}`, { type: 'deposit', payment: '5', currency: 'USD', date: '2026-11-21' });
    await ada.bearer.delete(`/operations/${id}`);
    const entries = await history(id);
    expect(entries.map(({ version, action, changed_by: by }) => [version, action, by])).to.deep.equal([
      [1, 'created', ada.user.id],
      [2, 'changed', ada.user.id],
      [3, 'replaced', ada.user.id],
      [4, 'deleted', ada.user.id],
    ]);
    const times = entries.map(({ changed_at: at }) => Date.parse(at));
    expect(times).to.deep.equal([...times].sort());
    expect(times[0]).to.be.within(begun - 1_000, Date.now() + 1_000);
    const [created, changed, replaced, deleted] = entries.map(({ changes }) => changes);
    expect(created).to.deep.equal([
      { field: 'account_id', old: null, new: ada.account },
      { field: 'type', old: null, new: 'buy' },
      { field: 'figi', old: null, new: 'BBG000B9XRY4' },
      { field: 'instrument_type', old: null, new: 'share' },
      { field: 'quantity', old: null, new: '10' },
      { field: 'price', old: null, new: '100' },
      { field: 'currency', old: null, new: 'USD' },
      { field: 'fee', old: null, new: '1' },
      { field: 'date', old: null, new: '2026-11-20T10:00:00.000Z' },
      { field: 'date_precision', old: null, new: 'second' },
      { field: 'tags', old: null, new: ['a'] },
    ]);
    expect(changed).to.deep.equal([
      { field: 'quantity', old: '10', new: '12' },
      { field: 'note', old: null, new: 'corrected' },
      { field: 'tags', old: ['a'], new: ['a', 'b'] },
    ]);
    expect(replaced).to.deep.include({ field: 'type', old: 'buy', new: 'deposit' });
    expect(replaced).to.deep.include({ field: 'figi', old: 'BBG000B9XRY4', new: null });
    expect(replaced).to.deep.include({ field: 'tags', old: ['a', 'b'], new: [] });
    expect(deleted).to.deep.include({ field: 'type', old: 'deposit', new: null });
    expect(deleted).to.deep.include({ field: 'payment', old: '5', new: null });
  });

  it('page by page, oldest first', async () => {
    const { id } = await recorded();
    for (const quantity of ['11', '12', '13', '14']) await ada.bearer.patch(`/operations/${id}`, { quantity });
    const pages: number[][] = [];
    for (let path: string | null = `/api/v1/operations/${id}/history?limit=2`; path !== null; ) {
      const page = await ada.bearer.get(path);
      pages.push(page.json<HistoryBody>().map(({ version }) => version));
      path = page.nextPage;
    }
    expect(pages).to.deep.equal([[1, 2], [3, 4], [5]]);
  });

  it('only what was asked for: unknown filters, lengths and other lists’ places are refused', async () => {
    const { id } = await recorded();
    await ada.bearer.patch(`/operations/${id}`, { quantity: '11' });
    const other = await recorded();
    const { nextPage } = await ada.bearer.get(`/operations/${id}/history?limit=1`);
    const elsewhere = (nextPage ?? '').replace(id, other.id);
    expect((await ada.bearer.get(elsewhere)).outcome).to.equal('400 BAD_CURSOR');
    expect((await ada.bearer.get(`/operations/${id}/history?limit=0`)).violations).to.deep.equal([
      '/limit OUT_OF_RANGE',
    ]);
    expect((await ada.bearer.get(`/operations/${id}/history?from=2026`)).violations).to.deep.equal([
      '/from UNKNOWN_FIELD',
    ]);
  });
});
