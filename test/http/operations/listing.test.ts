import { expect } from 'chai';
import { Cursors } from '#adapters/inbound/http/cursor.ts';
import type { AccountBody, OperationBody } from '../support/answer.ts';
import { anOperation, NO_ID } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { SESSION_SECRET, startApp, type TestApp } from '../support/start-app.ts';

/** By a name each; the second account and the dates make them tell apart in every filter. */
const LEDGER: Readonly<Record<string, Record<string, unknown>>> = {
  deposit: { type: 'deposit', payment: '5000', currency: 'USD', date: '2026-01-01', note: 'First money' },
  apple: {
    type: 'buy',
    figi: 'BBG000B9XRY4',
    isin: 'US0378331005',
    symbol: 'AAPL',
    instrument_type: 'share',
    quantity: '10',
    price: '100',
    currency: 'USD',
    date: '2026-02-01T10:00:00Z',
    tags: ['long-term', 'tech'],
  },
  appleByIsin: {
    type: 'sell',
    isin: 'US0378331005',
    symbol: 'AAPL',
    instrument_type: 'share',
    quantity: '5',
    price: '150',
    currency: 'USD',
    date: '2026-03-01T10:00:00Z',
    tags: ['tech'],
  },
  bitcoin: {
    type: 'buy',
    symbol: 'BTC',
    instrument_type: 'crypto',
    quantity: '0.5',
    price: '60000',
    currency: 'USD',
    date: '2026-03-01T10:00:00Z',
    source: 'exchange',
    external_id: 'X-100%_1',
  },
  tether: {
    type: 'buy',
    symbol: 'USDT',
    instrument_type: 'crypto',
    quantity: '100',
    price: '1',
    currency: 'EUR',
    date: '2026-04-01',
    note: 'Käse und Öl, 100% sure',
    second: true,
  },
  dividend: {
    type: 'dividend',
    figi: 'BBG000B9XRY4',
    payment: '6.25',
    currency: 'USD',
    date: '2026-05-01T00:00:00Z',
    second: true,
  },
};

describe('The list of operations', () => {
  let app: TestApp;
  let ada: Person;
  let second: string;
  const names = new Map<string, string>();
  const list = async (query: string): Promise<OperationBody[]> => (await ada.bearer.get(`/operations${query}`)).json();
  const named = async (query: string): Promise<(string | undefined)[]> =>
    (await list(query)).map(({ id }) => names.get(id));
  const walk = async (path: string, between?: (page: number) => Promise<unknown>): Promise<OperationBody[]> => {
    const seen: OperationBody[] = [];
    for (let next: string | null = `/api/v1/operations${path}`, page = 1; next !== null; page += 1) {
      const answer = await ada.bearer.get(next);
      seen.push(...answer.json<OperationBody[]>());
      next = answer.nextPage;
      await between?.(page);
    }
    return seen;
  };

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
    second = (await ada.bearer.post('/accounts', { name: 'Second', currency: 'USD' })).json<AccountBody>().id;
    for (const [name, { second: inSecond, ...fields }] of Object.entries(LEDGER)) {
      const answer = await ada.bearer.post('/operations', { ...fields, ...(inSecond ? { account_id: second } : {}) });
      names.set(answer.json<OperationBody>().id, name);
    }
  });
  after(() => app.stop());

  const REFUSED: readonly [query: string, violations: readonly string[]][] = [
    ['limit=0', ['/limit OUT_OF_RANGE']],
    ['limit=201', ['/limit OUT_OF_RANGE']],
    ['limit=-1', ['/limit OUT_OF_RANGE']],
    ['limit=1.0', ['/limit OUT_OF_RANGE']],
    ['limit=', ['/limit OUT_OF_RANGE']],
    ['limit=99999999999999999999', ['/limit OUT_OF_RANGE']],
    ['limit=1&limit=2', ['/limit INVALID_TYPE']],
    ['account_id=main', ['/account_id INVALID_FORMAT']],
    ['account_id=', ['/account_id INVALID_FORMAT']],
    ['user_id=1', ['/user_id INVALID_FORMAT']],
    ['type=purchase', ['/type NOT_ALLOWED']],
    ['type=buy&type=sell', ['/type INVALID_TYPE']],
    ['type[]=buy', ['/type[] UNKNOWN_FIELD']],
    ['instrument_type=stock', ['/instrument_type NOT_ALLOWED']],
    ['figi=bbg000b9xry4', ['/figi INVALID_FORMAT']],
    ['isin=US0378331006', ['/isin INVALID_CHECK_DIGIT']],
    ['symbol=A;B', ['/symbol INVALID_FORMAT']],
    ['symbol=%00', ['/symbol INVALID_FORMAT']],
    ['instrument=', ['/instrument TOO_SHORT']],
    [`instrument=${'x'.repeat(65)}`, ['/instrument TOO_LONG']],
    ['instrument=%00', ['/instrument INVALID_FORMAT']],
    ['from=yesterday', ['/from INVALID_FORMAT']],
    ['from=2026-02-30', ['/from INVALID_FORMAT']],
    ['to=2026-02-01T10:00:00', ['/to INVALID_FORMAT']],
    ['tag=', ['/tag TOO_SHORT']],
    ['tag=%00', ['/tag INVALID_FORMAT']],
    ['q=', ['/q TOO_SHORT']],
    ['q=a%00b', ['/q INVALID_FORMAT']],
    [`q=${'x'.repeat(201)}`, ['/q TOO_LONG']],
    ['sort=quantity', ['/sort NOT_ALLOWED']],
    ['sort=date%20DESC', ['/sort NOT_ALLOWED']],
    ['sort=+date', ['/sort NOT_ALLOWED']],
    ['tags=tech', ['/tags UNKNOWN_FIELD']],
    ['offset=10', ['/offset UNKNOWN_FIELD']],
    ['__proto__=1', ['/__proto__ UNKNOWN_FIELD']],
    ['constructor=1', ['/constructor UNKNOWN_FIELD']],
    ['limit=0&type=x&from=y', ['/from INVALID_FORMAT', '/limit OUT_OF_RANGE', '/type NOT_ALLOWED']],
  ];
  for (const [query, violations] of REFUSED)
    it(`cannot be asked for by ?${query.slice(0, 60)}`, async () => {
      const answer = await ada.bearer.get(`/operations?${query}`);
      expect([answer.status, answer.violations]).to.deep.equal([422, violations]);
    });

  it('cannot be asked for by what is not percent-encoded UTF-8', async () => {
    for (const query of ['q=%ff', 'q=%C0%80', 'q=%ED%A0%80', 'q=%', 'q=%zz', '%ff=1'])
      expect((await ada.bearer.get(`/operations?${query}`)).outcome).to.equal('400 MALFORMED');
  });

  const ALL = ['dividend', 'tether', 'bitcoin', 'appleByIsin', 'apple', 'deposit'];
  const FILTERED: readonly [query: string, found: readonly string[]][] = [
    ['', ALL],
    ['?', ALL],
    ['?sort=-date', ALL],
    ['?sort=date', [...ALL].reverse()],
    ['?type=buy', ['tether', 'bitcoin', 'apple']],
    ['?type=cover', ['tether', 'bitcoin', 'apple']],
    ['?type=tax', []],
    ['?instrument_type=crypto', ['tether', 'bitcoin']],
    ['?figi=BBG000B9XRY4', ['dividend', 'apple']],
    ['?isin=US0378331005', ['appleByIsin', 'apple']],
    ['?symbol=aapl', ['appleByIsin', 'apple']],
    ['?symbol=US0378331005', []],
    ['?instrument=BBG000B9XRY4', ['dividend', 'apple']],
    ['?instrument=US0378331005', ['appleByIsin']],
    ['?instrument=BTC', ['bitcoin']],
    ['?instrument=AAPL', []],
    ['?tag=tech', ['appleByIsin', 'apple']],
    ['?tag=long-term', ['apple']],
    ['?tag=tec', []],
    ['?from=2026-03-01T10:00:00Z', ['dividend', 'tether', 'bitcoin', 'appleByIsin']],
    ['?from=2026-03-01T10:00:00.001Z', ['dividend', 'tether']],
    ['?from=2026-03-01T13:00:00%2B03:00', ['dividend', 'tether', 'bitcoin', 'appleByIsin']],
    ['?to=2026-03-01T10:00:00Z', ['apple', 'deposit']],
    ['?to=2026-03-01', ['apple', 'deposit']],
    ['?from=2026-02-01&to=2026-04-01', ['bitcoin', 'appleByIsin', 'apple']],
    ['?from=2026-03-01&to=2026-03-01', []],
    ['?from=2026-04-01&to=2026-01-01', []],
    ['?from=0001-01-01', ALL],
    ['?from=0000-01-01T00:00:00%2B23:59', ALL],
    ['?to=9999-12-31T23:59:59-23:59', ALL],
    ['?from=9999-12-31T23:59:59-23:59', []],
    ['?q=MONEY', ['deposit']],
    ['?q=k%C3%84se', ['tether']],
    ['?q=usd', ['tether']],
    ['?q=0378331', ['appleByIsin', 'apple']],
    ['?q=exch', ['bitcoin']],
    ['?q=x-100', ['bitcoin']],
    ['?q=100%25', ['tether', 'bitcoin']],
    ['?q=%25_1', ['bitcoin']],
    ['?q=0%25_', ['bitcoin']],
    ['?q=%5C', []],
    ['?q=und+%C3%96l', ['tether']],
    ['?q=und%20%C3%96l', ['tether']],
    ['?q=nothing%27--', []],
    ['?limit=1', ['dividend']],
    ['?limit=200', ALL],
    ['?type=buy&instrument_type=crypto', ['tether', 'bitcoin']],
    ['?type=buy&from=2026-02-01&to=2026-04-01&q=a', ['bitcoin', 'apple']],
    ['?isin=US0378331005&type=sell&tag=tech', ['appleByIsin']],
    [
      '?type=buy&instrument_type=share&figi=BBG000B9XRY4&isin=US0378331005&symbol=AAPL&instrument=BBG000B9XRY4&from=2026-01-01&to=2026-12-01&tag=tech&q=aapl&sort=date&limit=5',
      ['apple'],
    ],
  ];
  for (const [query, found] of FILTERED)
    it(`${query === '' ? 'without a query' : query} shows ${found.length === 0 ? 'nothing' : found.join(', ')}`, async () => {
      expect(await named(query)).to.deep.equal(found);
    });

  it('of an account shows what belongs to it, alone and with other filters', async () => {
    expect(await named(`?account_id=${second}`)).to.deep.equal(['dividend', 'tether']);
    expect(await named(`?account_id=${second.toUpperCase()}&type=buy`)).to.deep.equal(['tether']);
    expect(await named(`?account_id=${ada.account}&type=dividend`)).to.deep.equal([]);
    for (const id of [NO_ID, (await app.signedUp()).account])
      expect((await ada.bearer.get(`/operations?account_id=${id}`)).outcome).to.equal('404 NOT_FOUND');
  });

  it('shows each operation just as it is read by itself', async () => {
    for (const operation of await list(''))
      expect((await ada.bearer.get(`/operations/${operation.id}`)).json()).to.deep.equal(operation);
  });

  it('has a link to the next page only when there is one, and the link keeps the filters', async () => {
    for (const [query, more] of [
      ['?limit=5', true],
      ['?limit=6', false],
      ['?limit=7', false],
      ['', false],
      ['?type=buy&limit=2', true],
      ['?type=buy&limit=3', false],
      ['?type=tax&limit=1', false],
    ] as const)
      expect([query, (await ada.bearer.get(`/operations${query}`)).nextPage !== null]).to.deep.equal([query, more]);
    const { nextPage } = await ada.bearer.get('/operations?q=100%25&limit=1&sort=date');
    expect(nextPage).to.match(/^\/api\/v1\/operations\?/);
    const next = new URL(nextPage ?? '', app.origin).searchParams;
    expect([next.get('q'), next.get('limit'), next.get('sort')]).to.deep.equal(['100%', '1', 'date']);
    expect(await named(nextPage?.replace('/api/v1/operations', '') ?? '')).to.deep.equal(['tether']);
  });

  it('has 50 on a page when nothing is said, and at most 200', async () => {
    const eve = await app.signedUp();
    const columns =
      'user_id, id, account_id, type, quantity, fee, date, date_precision, tags, version, created_at, updated_at';
    await app.sql(
      `INSERT INTO operations (${columns}) SELECT $1, gen_random_uuid(), $2, 'deposit', 0, 0, '2026-01-01', 'day', '{}', 1, now(), now()
         FROM generate_series(1, 250)`,
      [eve.user.id, eve.account],
    );
    for (const [query, length] of [
      ['', 50],
      ['?limit=200', 200],
    ] as const)
      expect((await eve.bearer.get(`/operations${query}`)).json<unknown[]>()).to.have.length(length);
  });

  for (const sort of ['-date', 'date'])
    it(`walked ${sort === 'date' ? 'from the oldest' : 'from the newest'} in small steps shows every operation once, ties too`, async () => {
      for (const limit of [1, 2, 4]) {
        const seen = (await walk(`?sort=${sort}&limit=${limit}`)).map(({ id }) => names.get(id));
        expect(seen).to.deep.equal(sort === 'date' ? [...ALL].reverse() : ALL);
      }
    });

  it('walked while others write loses and repeats nothing that was there all the time', async () => {
    const there = (await list('?limit=200')).map(({ id }) => id);
    const extra: string[] = [];
    for (const sort of ['-date', 'date']) {
      const seen = await walk(`?sort=${sort}&limit=1`, async (page) => {
        // Oldest first the walk meets what is added before its end, so the writers must stop some time.
        if (page > 8) return;
        for (const date of ['2026-01-01', '2026-03-01T10:00:00Z', '2026-06-01'])
          extra.push((await ada.bearer.post('/operations', anOperation({ date }))).json<OperationBody>().id);
        if (page % 2 === 0) await ada.bearer.delete(`/operations/${extra.shift()}`);
      });
      const ids = seen.map(({ id }) => id);
      expect(new Set(ids).size).to.equal(ids.length);
      expect(ids).to.include.members(there);
      await Promise.all(extra.splice(0).map((id) => ada.bearer.delete(`/operations/${id}`)));
    }
    expect((await list('?limit=200')).map(({ id }) => id)).to.deep.equal(there);
  });

  describe('at a place', () => {
    let path: string;
    let cursor: string;

    before(async () => {
      path = (await ada.bearer.get('/operations?type=buy&limit=1')).nextPage ?? '';
      cursor = new URL(path, app.origin).searchParams.get('cursor') ?? '';
    });

    it('that is none of ours is refused', async () => {
      for (const bad of ['', 'x', '0', 'null', 'AAAA', '%00', 'A'.repeat(300), btoa('["a","b"]'), NO_ID]) {
        const answer = await ada.bearer.get(`/operations?type=buy&limit=1&cursor=${bad}`);
        expect([bad, answer.outcome]).to.deep.equal([bad, '400 BAD_CURSOR']);
      }
    });

    it('that was changed anywhere is refused', async () => {
      for (let at = 0; at < cursor.length; at += 1) {
        const other = cursor[at] === 'A' ? 'B' : 'A';
        const changed = cursor.slice(0, at) + other + cursor.slice(at + 1);
        const answer = await ada.bearer.get(`/operations?type=buy&limit=1&cursor=${changed}`);
        expect(answer.outcome).to.equal('400 BAD_CURSOR');
      }
      for (const changed of [`${cursor}=`, `${cursor}A`, cursor.slice(0, -1), ` ${cursor}`])
        expect((await ada.bearer.get(`/operations?type=buy&limit=1&cursor=${changed}`)).outcome).to.equal(
          '400 BAD_CURSOR',
        );
    });

    it('of a list with other filters or another order is refused', async () => {
      for (const query of ['', 'type=sell', 'type=buy&sort=date', 'type=buy&tag=tech', 'type=buy&q=a'])
        expect((await ada.bearer.get(`/operations?${query}&cursor=${cursor}`)).outcome).to.equal('400 BAD_CURSOR');
      expect((await ada.bearer.get(`/accounts?cursor=${cursor}`)).outcome).to.equal('400 BAD_CURSOR');
    });

    it('of another user is not found, as if that user had never been', async () => {
      const eve = await app.signedUp();
      const foreign = await eve.bearer.get(path);
      const scope = { userId: NO_ID, list: JSON.stringify(['operations', { type: 'buy' }, true, null]) };
      const nobodys = new Cursors(SESSION_SECRET).write(scope, ['2026-01-01T00:00:00.000Z', NO_ID]);
      const missing = await eve.bearer.get(`/operations?type=buy&limit=1&cursor=${nobodys}`);
      expect(foreign.outcome).to.equal('404 NOT_FOUND');
      expect(foreign.withoutItsName).to.deep.equal(missing.withoutItsName);
    });

    it('may be left with another page length', async () => {
      expect(await named(`?type=buy&limit=5&cursor=${cursor}`)).to.deep.equal(['bitcoin', 'apple']);
    });

    it('whose operation was deleted meanwhile goes on where it was', async () => {
      const extra = (await ada.bearer.post('/operations', anOperation({ date: '2026-04-02' }))).json<OperationBody>();
      const page = await ada.bearer.get('/operations?type=buy&limit=1');
      expect(page.json<OperationBody[]>()[0]?.id).to.equal(extra.id);
      await ada.bearer.delete(`/operations/${extra.id}`);
      expect(await named((page.nextPage ?? '').replace('/api/v1/operations', ''))).to.deep.equal(['tether']);
    });
  });
});
