import { expect } from 'chai';
import type { AccountBody } from './support/answer.ts';
import { anAccount, anOperation, NO_ID } from './support/builders.ts';
import { IF_MATCH } from './support/if-match.ts';
import type { Person } from './support/person.ts';
import { startApp, type TestApp } from './support/start-app.ts';

describe('Brokerage accounts', () => {
  let app: TestApp;
  let ada: Person;
  const opened = async (overrides: object = {}): Promise<AccountBody> =>
    (await ada.bearer.post('/accounts', anAccount(overrides))).json();
  const rows = () => app.sql('SELECT a::text AS row FROM accounts a ORDER BY 1');

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  const REFUSED: readonly [why: string, fields: object, violations: readonly string[]][] = [
    ['without a name and a currency', { name: null, currency: null }, ['/currency REQUIRED', '/name REQUIRED']],
    ['with an empty name', { name: '' }, ['/name TOO_SHORT']],
    ['with white space as the name', { name: ' \t ' }, ['/name INVALID_FORMAT']],
    ['with blanks as the name', { name: '   ' }, ['/name TOO_SHORT']],
    ['with a name of 101 characters', { name: 'x'.repeat(101) }, ['/name TOO_LONG']],
    ['with NUL in the name', { name: 'a\0b' }, ['/name INVALID_FORMAT']],
    ['with a number as the name', { name: 7 }, ['/name INVALID_TYPE']],
    ['with a currency of one letter', { currency: 'U' }, ['/currency INVALID_FORMAT']],
    ['with a currency of 13 letters', { currency: 'ABCDEFGHIJKLM' }, ['/currency INVALID_FORMAT']],
    ['in pence', { currency: 'GBp' }, ['/currency MINOR_UNIT']],
    ['of a kind that nobody knows', { kind: 'casino' }, ['/kind NOT_ALLOWED']],
    ['with an id', { id: NO_ID }, ['/id READ_ONLY']],
    ['with a version', { version: 1 }, ['/version READ_ONLY']],
    ['of another user', { user_id: NO_ID }, ['/user_id UNKNOWN_FIELD']],
    [
      'with everything wrong at once',
      { name: '', currency: 'x', kind: 1, '~/': 1 },
      ['/currency INVALID_FORMAT', '/kind INVALID_TYPE', '/name TOO_SHORT', '/~0~1 UNKNOWN_FIELD'],
    ],
  ];
  for (const [why, fields, violations] of REFUSED)
    it(`${why} are refused, when opened and when changed, and nothing is written`, async () => {
      const before = await rows();
      const open = await ada.bearer.post('/accounts', anAccount(fields));
      const change = await ada.bearer.patch(`/accounts/${ada.account}`, fields);
      for (const answer of [open, change]) {
        expect(answer.status).to.equal(422);
        expect(answer.violations).to.deep.equal(violations);
      }
      expect(await rows()).to.deep.equal(before);
    });

  it('are not found by what is no id, or nobody’s', async () => {
    for (const id of [NO_ID, 'none', '0', '%00', '%20', `${ada.account}x`, `%7B${ada.account}%7D`])
      for (const answer of [
        await ada.bearer.get(`/accounts/${id}`),
        await ada.bearer.patch(`/accounts/${id}`, { name: 'Mine' }),
        await ada.bearer.delete(`/accounts/${id}`),
      ])
        expect(answer.outcome).to.equal('404 NOT_FOUND');
  });

  it('are opened as asked, named in upper case and trimmed where it means the same', async () => {
    const answer = await ada.bearer.post('/accounts', { name: '  Long term  ', currency: 'usdt' });
    const account = answer.json<AccountBody>();
    expect(answer.status).to.equal(201);
    expect(answer.headers['location']).to.equal(`/api/v1/accounts/${account.id}`);
    expect(answer.headers['etag']).to.equal('"1"');
    const { name, currency, kind, version, created_at: created, updated_at: updated } = account;
    expect({ name, currency, kind, version }).to.deep.equal({
      name: 'Long term',
      currency: 'USDT',
      kind: null,
      version: 1,
    });
    expect(created).to.equal(updated);
    expect((await ada.bearer.get(`/accounts/${account.id}`)).json()).to.deep.equal(account);
    expect((await ada.bearer.get(`/accounts/${account.id.toUpperCase()}`)).json()).to.deep.equal(account);
  });

  for (const kind of ['broker', 'bank', 'exchange', 'wallet', 'retirement', 'other'])
    it(`can be of the kind ${kind}`, async () => {
      expect((await opened({ kind })).kind).to.equal(kind);
    });

  it('are listed oldest first, page by page', async () => {
    const eve = await app.signedUp();
    const ids = [eve.account];
    for (const name of ['B', 'A', 'C'])
      ids.push((await eve.bearer.post('/accounts', anAccount({ name }))).json<AccountBody>().id);
    const seen: string[] = [];
    const pages: number[] = [];
    for (let path: string | null = '/api/v1/accounts?limit=2'; path !== null; ) {
      const page = await eve.bearer.get(path);
      const accounts = page.json<AccountBody[]>();
      seen.push(...accounts.map(({ id }) => id));
      pages.push(accounts.length);
      path = page.nextPage;
    }
    expect(seen).to.deep.equal(ids);
    expect(pages).to.deep.equal([2, 2]);
  });

  it('refuse a list of a length, filter or place that there is not', async () => {
    for (const limit of ['0', '201', '-1', '1.5', 'ten', '', '1e2', '%31%30x'])
      expect((await ada.bearer.get(`/accounts?limit=${limit}`)).violations).to.deep.equal(['/limit OUT_OF_RANGE']);
    expect((await ada.bearer.get('/accounts?limit=1&limit=2')).violations).to.deep.equal(['/limit INVALID_TYPE']);
    expect((await ada.bearer.get('/accounts?name=Main')).violations).to.deep.equal(['/name UNKNOWN_FIELD']);
    for (const cursor of ['', 'x', 'AAAA', 'A'.repeat(200), '%00'])
      expect((await ada.bearer.get(`/accounts?cursor=${cursor}`)).outcome).to.equal('400 BAD_CURSOR');
  });

  describe('that are changed', () => {
    it('take only the given fields, clear by null, and count versions', async () => {
      const { id } = await opened();
      const renamed = await ada.bearer.patch(`/accounts/${id}`, { name: 'Old age' });
      expect(renamed.headers['etag']).to.equal('"2"');
      expect(renamed.json()).to.include({ name: 'Old age', currency: 'EUR', kind: 'retirement', version: 2 });
      const cleared = await ada.bearer.patch(`/accounts/${id}`, { kind: null }, MERGE_PATCH);
      expect(cleared.json()).to.include({ name: 'Old age', kind: null, version: 3 });
      expect((await ada.bearer.get(`/accounts/${id}`)).json()).to.deep.equal(cleared.json());
    });

    it('keep their version when nothing changes', async () => {
      const account = await opened();
      for (const patch of [{}, { name: account.name }, { currency: 'eur' }])
        expect((await ada.bearer.patch(`/accounts/${account.id}`, patch)).json()).to.deep.equal(account);
    });

    it('need a JSON object', async () => {
      const { id } = await opened();
      expect((await ada.bearer.patch(`/accounts/${id}`, '')).outcome).to.equal('400 MALFORMED');
      expect((await ada.bearer.patch(`/accounts/${id}`, [])).violations).to.deep.equal([' INVALID_TYPE']);
      expect((await ada.bearer.patch(`/accounts/${id}`, null)).violations).to.deep.equal([' INVALID_TYPE']);
      const json = { 'Content-Type': 'application/json-patch+json' };
      expect((await ada.bearer.patch(`/accounts/${id}`, [], json)).status).to.equal(415);
    });

    for (const [header, passes] of IF_MATCH)
      it(`${passes ? 'pass' : 'are refused'} with If-Match: ${header} at version 2`, async () => {
        const { id } = await opened();
        await ada.bearer.patch(`/accounts/${id}`, { name: 'Second' });
        const change = await ada.bearer.patch(`/accounts/${id}`, { name: 'Third' }, { 'If-Match': header });
        expect(change.outcome).to.equal(passes ? '200' : '412 STALE_VERSION');
        const account = (await ada.bearer.get(`/accounts/${id}`)).json<AccountBody>();
        expect([account.name, account.version]).to.deep.equal(passes ? ['Third', 3] : ['Second', 2]);
      });

    it('at once with one If-Match let one through', async () => {
      const { id } = await opened();
      const names = ['A', 'B', 'C', 'D', 'E'];
      const answers = await Promise.all(
        names.map((name) => ada.bearer.patch(`/accounts/${id}`, { name }, { 'If-Match': '"1"' })),
      );
      expect(answers.map(({ outcome }) => outcome).sort()).to.deep.equal([
        '200',
        ...Array(4).fill('412 STALE_VERSION'),
      ]);
    });
  });

  describe('that are closed', () => {
    it('stay while operations belong to them, and go when those are gone', async () => {
      const { id } = await opened();
      const operation = await ada.bearer.post('/operations', anOperation({ account_id: id }));
      expect((await ada.bearer.delete(`/accounts/${id}`)).outcome).to.equal('409 ACCOUNT_NOT_EMPTY');
      expect((await ada.bearer.get(`/accounts/${id}`)).status).to.equal(200);
      await ada.bearer.delete(`/operations/${operation.json<{ id: string }>().id}`);
      const closed = await ada.bearer.delete(`/accounts/${id}`);
      expect([closed.status, closed.text]).to.deep.equal([204, '']);
      for (const answer of [await ada.bearer.get(`/accounts/${id}`), await ada.bearer.delete(`/accounts/${id}`)])
        expect(answer.outcome).to.equal('404 NOT_FOUND');
      const left = (await ada.bearer.get('/accounts?limit=200')).json<AccountBody[]>();
      expect(left.map((account) => account.id)).not.to.include(id);
    });

    it('go only in the version that the request speaks of', async () => {
      const { id } = await opened();
      expect((await ada.bearer.delete(`/accounts/${id}`, { 'If-Match': '"2"' })).outcome).to.equal('412 STALE_VERSION');
      expect((await ada.bearer.delete(`/accounts/${id}`, { 'If-Match': '"1"' })).status).to.equal(204);
      expect((await ada.bearer.delete(`/accounts/${id}`, { 'If-Match': '"1"' })).outcome).to.equal('404 NOT_FOUND');
    });

    it('take no operation any more: it is refused as one of an account that never was', async () => {
      const { id } = await opened();
      await ada.bearer.delete(`/accounts/${id}`);
      expect((await ada.bearer.post('/operations', anOperation({ account_id: id }))).outcome).to.equal('404 NOT_FOUND');
    });

    it('leave who has none to name one for each operation', async () => {
      const eve = await app.signedUp();
      await eve.bearer.delete(`/accounts/${eve.account}`);
      expect((await eve.bearer.get('/accounts')).json()).to.deep.equal([]);
      expect((await eve.bearer.post('/operations', anOperation())).violations).to.deep.equal(['/account_id REQUIRED']);
    });
  });
});

const MERGE_PATCH = { 'Content-Type': 'application/merge-patch+json' };
