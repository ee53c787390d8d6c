import { expect } from 'chai';
import type { OperationBody } from '../support/answer.ts';
import { anOperation } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/** In Auckland clocks go forward in the night to 27 September 2026, which has 23 hours, and back in that to 5 April, which has 25. */
const DATES = [
  '2026-04-04T10:59:59.999Z',
  '2026-04-04T11:00:00Z',
  '2026-04-05',
  '2026-04-05T11:59:59.999Z',
  '2026-04-05T12:00:00Z',
  '2026-09-26T11:59:59.999Z',
  '2026-09-26T12:00:00Z',
  '2026-09-27',
  '2026-09-27T10:59:59.999Z',
  '2026-09-27T11:00:00Z',
  '2026-09-28',
];

describe('A range of operations', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
    await moveTo('Pacific/Auckland');
    for (const date of DATES)
      expect((await ada.bearer.post('/operations', anOperation({ date, note: date }))).status).to.equal(201);
  });
  after(() => app.stop());

  const moveTo = (time_zone: string) => ada.bearer.patch('/users/me', { time_zone });
  const notesOf = (rows: readonly OperationBody[]) => rows.map(({ note }) => note);
  const listed = async (query: string, { bearer } = ada) =>
    notesOf((await bearer.get(`/operations?sort=date&${query}`)).json<OperationBody[]>());
  const exported = async (query: string) =>
    notesOf(JSON.parse((await ada.bearer.get(`/export?format=json&${query}`)).text));

  for (const [query, from, to] of [
    ['from=2026-04-05&to=2026-04-06', 1, 4],
    ['from=2026-09-27&to=2026-09-28', 6, 9],
    ['from=2026-09-28', 9, 11],
    ['to=2026-04-05', 0, 1],
    ['from=2026-09-27&to=2026-09-27', 0, 0],
    ['from=2026-09-27T00:00:00Z&to=2026-09-28', 7, 9],
    ['from=2026-09-27T00:00:00%2B12:00&to=2026-09-28T00:00:00%2B13:00', 6, 9],
  ] as const)
    it(`${query} has whole days of the owner, in the list and in the export`, async () => {
      expect([await listed(query), await exported(query)]).to.deep.equal([
        DATES.slice(from, to),
        DATES.slice(from, to),
      ]);
    });

  it('is walked page by page', async () => {
    const seen: unknown[] = [];
    for (let next: string | null = '/operations?sort=date&limit=1&from=2026-09-27&to=2026-09-28'; next; ) {
      const page = await ada.bearer.get(next);
      seen.push(...notesOf(page.json<OperationBody[]>()));
      next = page.nextPage;
    }
    expect(seen).to.deep.equal(DATES.slice(6, 9));
  });

  it('is that of the owner for an auditor too, wherever that one lives', async () => {
    const auditor = await app.signedUp('auditor');
    const query = `user_id=${ada.user.id}&from=2026-09-27&to=2026-09-28`;
    expect(await listed(query, auditor)).to.deep.equal(DATES.slice(6, 9));
  });

  it('is another one as soon as the owner has moved, and bare dates are of their day wherever that is', async () => {
    const query = 'from=2026-09-27&to=2026-09-28';
    expect(await listed(query)).to.deep.equal(DATES.slice(6, 9));
    const etag = (await ada.bearer.get(`/operations?sort=date&${query}`)).headers['etag'] ?? '';
    await moveTo('UTC');
    expect((await ada.bearer.get(`/operations?sort=date&${query}`, { 'If-None-Match': etag })).status).to.equal(200);
    expect(await listed(query)).to.deep.equal(DATES.slice(7, 10));
    await moveTo('America/Los_Angeles');
    expect([await listed(query), await exported(query)]).to.deep.equal([
      ['2026-09-27', '2026-09-27T10:59:59.999Z', '2026-09-27T11:00:00Z'],
      ['2026-09-27', '2026-09-27T10:59:59.999Z', '2026-09-27T11:00:00Z'],
    ]);
    await moveTo('Pacific/Auckland');
    expect(await listed(query)).to.deep.equal(DATES.slice(6, 9));
  });
});
