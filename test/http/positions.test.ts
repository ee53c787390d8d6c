import { expect } from 'chai';
import type { Answer } from './support/answer.ts';
import { anOperation } from './support/builders.ts';
import type { Person } from './support/person.ts';
import { rawGet } from './support/raw-get.ts';
import { startApp, type TestApp } from './support/start-app.ts';

type Lot = { operation_id: string; price: string };
type Position = { instrument: string; quantity: string; realised_gain: string; lots: Lot[] };
type Sale = { quantity: string; closes: unknown[] };

const FIGI = 'BBG000B9XRY4';

describe('Positions', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());
  beforeEach(async () => {
    ada = await app.signedUp();
  });

  const book = async (overrides: object): Promise<string> =>
    (await ada.bearer.post('/operations', anOperation(overrides))).json<{ id: string }>().id;
  const positions = async (query = ''): Promise<Position[]> => (await ada.bearer.get(`/positions${query}`)).json();

  for (const path of ['/positions', '/positions/BBG000B9XRY4/lots', '/cash', '/instruments'])
    it(`are nobody's who is not signed in (${path})`, async () => {
      expect((await app.anyone.get(path)).outcome).to.equal('401 NOT_SIGNED_IN');
    });

  it('are asked for with everything wrong at once', async () => {
    const answer = await ada.bearer.get(
      '/positions?fees=none&as_of=yesterday&account_id=x&instrument=%00&user_id=y&limit=0&more=1',
    );
    expect(answer.violations).to.deep.equal([
      '/account_id INVALID_FORMAT',
      '/as_of INVALID_FORMAT',
      '/fees NOT_ALLOWED',
      '/instrument INVALID_FORMAT',
      '/limit OUT_OF_RANGE',
      '/more UNKNOWN_FIELD',
      '/user_id INVALID_FORMAT',
    ]);
  });

  it('are not found under a name that nothing has', async () => {
    for (const name of ['NOTHING', '%00', 'x'.repeat(33), '%2F'])
      expect((await ada.bearer.get(`/positions/${name}/lots`)).outcome).to.equal('404 NOT_FOUND');
  });

  it('are none, and found all the same, of an instrument that was only split', async () => {
    await book({ type: 'split', quantity: null, price: null, currency: null, payment: null, fee: null, ratio: '2:1' });
    const counts = (await ada.bearer.get('/instruments')).json<{ instrument: string; operations: number }[]>();
    expect(counts.map(({ instrument, operations }) => [instrument, operations])).to.deep.equal([[FIGI, 1]]);
    const lots = await ada.bearer.get(`/positions/${FIGI}/lots`);
    expect([lots.status, lots.text, lots.nextPage]).to.deep.equal([200, '[]', null]);
    await ada.bearer.put('/instruments/APPLE', { instrument: FIGI });
    expect((await ada.bearer.get('/positions/APPLE/lots')).text).to.equal('[]');
    expect((await (await app.signedUp()).bearer.get(`/positions/${FIGI}/lots`)).outcome).to.equal('404 NOT_FOUND');
  });

  it('follow each write at once, on either way in', async () => {
    const id = await book({});
    expect((await positions()).map(({ quantity }) => quantity)).to.deep.equal(['10']);
    await ada.bearer.patch(`/operations/${id}`, { quantity: '12' });
    expect((await positions()).map(({ quantity }) => quantity)).to.deep.equal(['12']);
    await ada.cookie.delete(`/operations/${id}`);
    expect(await positions()).to.deep.equal([]);
  });

  it('are told with fees apart, or within', async () => {
    await book({ fee: '1' });
    const prices = async (fees: string) => (await positions(`?fees=${fees}`)).map(({ lots }) => lots[0]?.price);
    expect([await prices('separate'), await prices('capitalised')]).to.deep.equal([['100'], ['100.1']]);
  });

  it('are those of a day by the clock of the profile', async () => {
    await book({ date: '2026-11-20T23:30:00Z' });
    const asOf = async () => (await positions('?as_of=2026-11-20')).length;
    expect(await asOf()).to.equal(1);
    await ada.bearer.patch('/users/me', { time_zone: 'Europe/Berlin' });
    expect(await asOf()).to.equal(0);
  });

  it('are explained for names with every sign that a symbol may have', async () => {
    await book({ figi: null, symbol: 'a/b:c+d=e^f g' });
    const path = `/positions/${encodeURIComponent('A/B:C+D=E^F G')}/lots`;
    expect((await ada.bearer.get(path)).json<Position[]>()[0]?.instrument).to.equal('A/B:C+D=E^F G');
  });

  describe('of aliases', () => {
    it('are refused with everything wrong at once', async () => {
      const answer = await ada.bearer.put('/instruments/AAPL', { instrument: '', name: '', alias: 'X', more: 1 });
      expect(answer.violations).to.deep.equal([
        '/alias READ_ONLY',
        '/instrument INVALID_FORMAT',
        '/more UNKNOWN_FIELD',
        '/name TOO_SHORT',
      ]);
      expect((await ada.bearer.put('/instruments/%00', { name: '', more: 1 })).violations).to.deep.equal([
        '/alias INVALID_FORMAT',
        '/instrument REQUIRED',
        '/more UNKNOWN_FIELD',
        '/name TOO_SHORT',
      ]);
      expect((await ada.bearer.put('/instruments/AAPL', {})).violations).to.deep.equal(['/instrument REQUIRED']);
    });

    it('are never a circle or a chain', async () => {
      expect((await ada.bearer.put('/instruments/aapl', { instrument: 'AAPL ' })).violations).to.deep.equal([
        '/instrument NOT_ALLOWED',
      ]);
      expect((await ada.bearer.put('/instruments/AAPL', { instrument: FIGI })).status).to.equal(201);
      for (const [alias, instrument] of [
        [FIGI, 'AAPL'],
        ['APC', 'AAPL'],
        [FIGI, 'US0378331005'],
      ])
        expect((await ada.bearer.put(`/instruments/${alias}`, { instrument })).outcome).to.equal('409 ALIAS_CHAIN');
      expect((await ada.bearer.put('/instruments/APC', { instrument: FIGI })).status).to.equal(201);
      expect((await ada.bearer.put('/instruments/APC', { instrument: 'OTHER', name: ' Apple ' })).json()).to.deep.equal(
        {
          alias: 'APC',
          instrument: 'OTHER',
          name: 'Apple',
        },
      );
    });

    it('change what operations are of, their ETag, their lists, and are forgotten again', async () => {
      const id = await book({ figi: null, symbol: 'AAPL' });
      const read = () => ada.bearer.get(`/operations/${id}`);
      const own = await read();
      expect(own.headers['etag']).to.equal('"1"');
      await ada.bearer.put('/instruments/AAPL', { instrument: FIGI });
      const led = await read();
      expect(led.json<Position>().instrument).to.equal(FIGI);
      expect(led.headers['etag']).to.equal(`"1:${FIGI}"`);
      expect((await ada.bearer.get(`/operations/${id}`, { 'If-None-Match': '"1"' })).status).to.equal(200);
      expect((await ada.bearer.get(`/operations?instrument=${FIGI}`)).json()).to.have.length(1);
      expect((await ada.bearer.get('/operations?instrument=AAPL')).json()).to.have.length(1);
      const changed = await ada.bearer.patch(`/operations/${id}`, { note: 'led' }, { 'If-Match': `"1:${FIGI}"` });
      expect(changed.json<Position>().instrument).to.equal(FIGI);
      const booked = await ada.bearer.post('/operations', anOperation({ figi: null, symbol: 'AAPL' }));
      expect(booked.json<Position>().instrument).to.equal(FIGI);
      expect((await positions()).map(({ instrument, quantity }) => [instrument, quantity])).to.deep.equal([
        [FIGI, '20'],
      ]);
      expect((await ada.bearer.delete('/instruments/AAPL')).status).to.equal(204);
      expect((await ada.bearer.delete('/instruments/AAPL')).outcome).to.equal('404 NOT_FOUND');
      expect((await read()).headers['etag']).to.equal('"2"');
      expect((await positions()).map(({ instrument }) => instrument)).to.deep.equal(['AAPL']);
    });

    it('are of one user alone', async () => {
      const eve = await app.signedUp();
      await ada.bearer.put('/instruments/AAPL', { instrument: FIGI });
      expect((await eve.bearer.get('/instruments')).json()).to.deep.equal([]);
      expect((await eve.bearer.delete('/instruments/AAPL')).outcome).to.equal('404 NOT_FOUND');
    });
  });

  it('of a token for some accounts are those of these accounts, and it names nothing', async () => {
    const other = (await ada.bearer.post('/accounts', { name: 'Other', currency: 'EUR' })).json<{ id: string }>().id;
    await book({});
    await book({ account_id: other, quantity: '3' });
    const scopes = ['operations:read', 'operations:write'];
    const made = await ada.bearer.post('/tokens', { name: 'narrow', scopes, account_ids: [other] });
    const { token } = made.json<{ token: string }>();
    app.secrets.add(token);
    const narrow = app.anyone.with({ Authorization: `Bearer ${token}` });
    expect((await narrow.get('/positions')).json<Position[]>().map(({ quantity }) => quantity)).to.deep.equal(['3']);
    expect((await narrow.get('/cash')).json<{ balance: string }[]>().map(({ balance }) => balance)).to.deep.equal([
      '-301',
    ]);
    expect((await narrow.get(`/positions?account_id=${ada.account}`)).outcome).to.equal('404 NOT_FOUND');
    expect((await narrow.get('/instruments')).json<{ operations: number }[]>()[0]?.operations).to.equal(1);
    expect((await narrow.put('/instruments/AAPL', { instrument: FIGI })).outcome).to.equal('403 FORBIDDEN');
    expect((await narrow.delete('/instruments/AAPL')).outcome).to.equal('403 FORBIDDEN');
  });

  describe('in pages', () => {
    const pagesOf = async (path: string): Promise<Answer[]> => {
      const pages = [await ada.bearer.get(path)];
      for (let next = pages[0]?.nextPage; next; next = pages.at(-1)?.nextPage) pages.push(await ada.bearer.get(next));
      return pages;
    };
    const lotsOf = (page: Answer): (string | undefined)[] =>
      page.json<Position[]>().flatMap(({ lots }) => lots.map(({ price }) => price));

    beforeEach(async () => {
      for (const day of [1, 2, 3, 4]) await book({ price: String(day), date: `2026-01-0${day}` });
      await book({ type: 'sell', quantity: '25', price: '5', date: '2026-01-05', payment: null });
    });

    it('go on at the next lot, the figures of the position being those of all of them', async () => {
      expect((await ada.bearer.get('/positions')).nextPage).to.equal(null);
      const pages = await pagesOf('/positions?limit=1&fees=separate');
      expect(pages.map(lotsOf)).to.deep.equal([['3'], ['4']]);
      expect(pages.map((page) => page.json<Position[]>()[0]?.quantity)).to.deep.equal(['15', '15']);
      expect(pages[0]?.nextPage).to.match(/^\/api\/v1\/positions\?cursor=.+&fees=separate&limit=1$/);
    });

    it('tell lots and sales, of a long sale a part after the other', async () => {
      const pages = await pagesOf(`/positions/${FIGI}/lots?limit=2`);
      expect(pages.map(lotsOf)).to.deep.equal([['1', '2'], ['3', '4'], [], []]);
      const sales = pages.map((page) => page.json<{ sales: Sale[] }[]>().flatMap(({ sales }) => sales));
      expect(sales.map((each) => each.map(({ quantity, closes }) => [quantity, closes.length]))).to.deep.equal([
        [],
        [],
        [['25', 2]],
        [['25', 1]],
      ]);
      expect((await ada.bearer.get(`/positions/${FIGI}/lots`)).nextPage).to.equal(null);
    });

    it('have cursors for one list of one user', async () => {
      const next = (await ada.bearer.get('/positions?limit=1')).nextPage ?? '';
      const cursor = new URL(next, app.origin).searchParams.get('cursor');
      for (const path of ['/positions?fees=capitalised', '/positions?as_of=2026-01-02', `/positions/${FIGI}/lots?`])
        expect((await ada.bearer.get(`${path}&cursor=${cursor}`)).outcome).to.equal('400 BAD_CURSOR');
      expect((await ada.bearer.get('/positions?cursor=x')).outcome).to.equal('400 BAD_CURSOR');
      expect((await (await app.signedUp()).bearer.get(next)).outcome).to.equal('404 NOT_FOUND');
    });
  });

  describe('of many operations', () => {
    const bookMany = (sells: string, symbol: string) =>
      app.sql(
        `INSERT INTO operations (user_id, id, account_id, type, symbol, quantity, price, currency, fee, fee_currency, date, date_precision, tags, version, created_at, updated_at)
         SELECT $1, uuidv7(), $2, CASE WHEN ${sells} THEN 'sell' ELSE 'buy' END, ${symbol}, 1 + n % 5, 10 + n % 7, 'USD', 1, 'USD',
          '2020-01-01'::timestamptz + n * interval '1 hour', 'second', '{}', 1, now(), now() FROM generate_series(1, 20000) AS n`,
        [ada.user.id, ada.account],
      );
    const worked = (): number => {
      const { user, system } = process.threadCpuUsage();
      return (user + system) / 1_000;
    };
    /** What was asked for, and for how many milliseconds this thread worked on one thing meanwhile, however busy the processors are with others. */
    async function withPulse<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
      let longest = 0;
      let last = worked();
      const pulse = setInterval(() => {
        longest = Math.max(longest, worked() - last);
        last = worked();
      }, 2);
      try {
        return [await work(), longest];
      } finally {
        clearInterval(pulse);
      }
    }

    it('are reckoned beside the event loop, which goes on', async () => {
      await bookMany('n % 3 = 2', `'S' || n % 20`);
      const [rows, longest] = await withPulse(() => positions());
      expect(rows).to.have.length(20);
      expect(longest).to.be.below(100);
      const stories = (await ada.bearer.get('/positions/S3/lots')).json<{ sales: unknown[] }[]>();
      expect(stories[0]?.sales).to.have.length(333);
    });

    it('are told beside it too, and in pages, also of one instrument with all its lots open', async () => {
      await bookMany('false', `'ONE'`);
      for (const path of ['/positions', '/positions/ONE/lots']) {
        // Not by the caller, which holds up the loop itself to check what it got.
        const asked = { Authorization: `Bearer ${ada.token}` };
        const [{ bytes }, longest] = await withPulse(() => rawGet(`${app.origin}/api/v1${path}`, asked));
        expect([bytes.length > 2_000_000, longest < 100]).to.deep.equal([true, true]);
        const first = await ada.bearer.get(`${path}?limit=15000`);
        const second = await ada.bearer.get(first.nextPage ?? '');
        expect(second.nextPage).to.equal(null);
        const lots = [first, second].flatMap((page) => page.json<Position[]>().flatMap(({ lots }) => lots));
        expect(new Set(lots.map(({ operation_id }) => operation_id)).size)
          .to.equal(lots.length)
          .and.to.equal(20_000);
      }
    });
  });
});
