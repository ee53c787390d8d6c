import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import type { OperationBody } from '../support/answer.ts';
import { anAccount, anOperation } from '../support/builders.ts';
import { aForm, ImportDesk } from '../support/import-desk.ts';
import type { Person } from '../support/person.ts';
import { sendRaw } from '../support/raw-socket.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const PATIENCE = 9_000;
const broker = (name: string): Buffer =>
  readFileSync(new URL(`../../application/imports/broker-exports/${name}-export.csv`, import.meta.url));

/** A broker's that has no template: everything is to be guessed. */
const GUESSED = [
  'Datum;Vorgang;ISIN;Stück;Kurs;Währung;Gebühr',
  '24.11.2026;Kauf;US0378331005;1.000;187,25;USD;1,50',
  '25.11.2026;Sälj;US0378331005;12,5;190,00;USD;1,50',
  '26.11.2026;Kauf;US0378331005;zwölf;190,00;USD;1,50',
].join('\n');

describe('An import', () => {
  let app: TestApp;
  let ada: Person;
  let desk: ImportDesk;

  before(async () => {
    app = await startApp({ importPatience: PATIENCE });
  });
  after(() => app.stop());
  beforeEach(async () => {
    ada = await app.signedUp();
    desk = new ImportDesk(app, ada.bearer);
  });

  it('of a file in a form is a draft that says how it is read, and where it is', async () => {
    const [body, headers] = aForm({ account_id: ada.account }, broker('degiro'), 'Account.csv');
    const answer = await desk.send(body, headers);
    const file = answer.json<Record<string, unknown>>();
    expect([answer.status, answer.headers['location']]).to.deep.equal([201, `/api/v1/imports/${file['id']}`]);
    expect(file).to.include({ state: 'draft', file_name: 'Account.csv', account_id: ada.account, broker: 'DEGIRO' });
    expect(file).to.include({ format: 'csv', encoding: 'utf-8', delimiter: ',', size: broker('degiro').length });
    expect(await desk.read(String(file['id']))).to.deep.equal(file);
  });

  it('takes the name, the account, the template and the time zone from the query when the file comes as it is', async () => {
    const other = (await ada.bearer.post('/accounts', anAccount())).json<{ id: string }>().id;
    const query = `?account_id=${other}&file_name=mine.csv&template=parqet&time_zone=Europe/Berlin`;
    expect(await desk.bring(broker('parqet'), undefined, query)).to.include({
      account_id: other,
      file_name: 'mine.csv',
      template: 'parqet',
      time_zone: 'Europe/Berlin',
    });
  });

  it('accounts for every row, and commits all that are new in one job with a result', async () => {
    const { id, counts } = await desk.bring(broker('trading212'));
    const { rows = 0, new: fresh = 0, same = 0, doubtful = 0, error = 0, ignored = 0 } = counts ?? {};
    expect(rows)
      .to.equal(fresh + same + doubtful + error + ignored)
      .and.above(0);
    expect(await desk.rows(id, '?limit=200')).to.have.length(rows);
    const result = await desk.commit(id);
    expect(result).to.include({ created: (await listed(ada)).length });
    expect((await desk.read(id)).state).to.equal('committed');
  });

  it('of the same file once more adds nothing, and of one that overlaps only what is new', async () => {
    const lines = broker('trading212').toString('utf8').trimEnd().split('\n');
    const first = await desk.bring(lines.slice(0, 6).join('\n'));
    await desk.commit(first.id);
    const before = await desk.export();
    const again = await desk.bring(lines.slice(0, 6).join('\n'));
    expect(again.counts).to.include({ new: 0, same: first.counts?.['new'] });
    await desk.commit(again.id);
    expect(await desk.export()).to.equal(before);
    const longer = await desk.bring(lines.join('\n'));
    expect(longer.counts).to.include({ same: first.counts?.['new'] });
    expect(longer.counts?.['new']).to.be.above(0);
  });

  it('keeps equal rows apart by their ordinal, in whichever draft they come', async () => {
    const row = 'buy,BBG000B9XRY4,1,10,USD,2026-11-24T15:30:00Z';
    const csv = (count: number) => ['type,figi,quantity,price,currency,date', ...Array(count).fill(row)].join('\n');
    const [two, three] = [await desk.bring(csv(2)), await desk.bring(csv(3))];
    expect([two.counts?.['new'], three.counts?.['new']]).to.deep.equal([2, 3]);
    await desk.commit(two.id);
    await desk.commit(three.id);
    expect(await listed(ada)).to.have.length(3);
  });

  /** What a spreadsheet, or a reader of CSV, could take for something else. */
  const bookNotes = async (): Promise<void> => {
    const notes = ['', "'", "''", "'=1", '=1', '=HYPERLINK("x")', '-', '+', '-1', '+1', "'-1", '@x', "'tis", '"', '""'];
    const more = [
      'a"b',
      '"a"',
      ',',
      ';',
      ' first',
      'last ',
      ' ',
      '\\.',
      '\\N',
      'null',
      '\uFEFF',
      '\u2028=1',
      '0x1',
      '1e5',
      '[]',
    ];
    for (const note of [...notes, ...more])
      expect((await ada.bearer.post('/operations', anOperation({ note }))).status, note).to.equal(201);
    for (const note of ['\t=1', 'a\rb', '\n'])
      expect((await ada.bearer.post('/operations', anOperation({ note }))).violations).to.deep.equal([
        '/note INVALID_FORMAT',
      ]);
  };

  for (const format of ['csv', 'json', 'ndjson'])
    it(`of an export as ${format} gives the same export to a user who had nothing`, async () => {
      for (const name of ['swissquote', 'coinbase', 'ibkr-dividends']) {
        const { id } = await desk.bring(broker(name));
        await desk.commit(id);
      }
      await bookNotes();
      const whole = await desk.export(`format=${format}`);
      const eve = await app.signedUp();
      const hers = new ImportDesk(app, eve.bearer);
      const types = { csv: 'text/csv', json: 'application/json', ndjson: 'application/x-ndjson' };
      const { id, counts } = await hers.bring(whole, { 'Content-Type': types[format as 'csv'] });
      expect(counts).to.include({ error: 0, same: 0, ignored: 0 });
      await hers.commit(id);
      expect(await hers.export(`format=${format}`)).to.equal(whole);
      expect(await hers.export('format=json')).to.equal(await desk.export('format=json'));
    });

  it('is taken back to the byte, with what was changed since and the accounts that it opened, and can come again', async () => {
    const bob = await app.signedUp();
    await bob.bearer.post('/accounts', anAccount({ name: 'Elsewhere' }));
    const other = (await bob.bearer.get('/accounts')).json<{ id: string; name: string }[]>();
    for (const { id: account_id } of other) await bob.bearer.post('/operations', anOperation({ account_id }));
    const theirs = await new ImportDesk(app, bob.bearer).export();
    await ada.bearer.post('/operations', anOperation());
    const before = await desk.export();
    const accounts = (await ada.bearer.get('/accounts')).text;
    const { id, new_accounts } = await desk.bring(theirs);
    expect(new_accounts).to.have.length(1);
    await desk.commit(id);
    const brought = (await listed(ada)).find(({ account_id }) => account_id === new_accounts[0]?.id);
    await ada.bearer.patch(`/operations/${brought?.id}`, { note: 'mine now' });
    await desk.undo(id);
    expect([await desk.export(), (await ada.bearer.get('/accounts')).text]).to.deep.equal([before, accounts]);
    expect((await desk.read(id)).state).to.equal('undone');
    const again = await desk.bring(theirs);
    expect(again.counts).to.include({ new: 2, same: 0 });
    await desk.commit(again.id);
    expect(await listed(ada)).to.have.length(3);
  });

  it('without a template is guessed and corrected: a type by its value, a row by its own', async () => {
    const { id, types, columns, delimiter } = await desk.bring(GUESSED);
    expect([delimiter, columns['quantity'], types['Kauf']]).to.deep.equal([';', 'Stück', 'buy']);
    const corrected = await desk.correct(id, { types: { Sälj: 'sell' }, time_zone: 'Europe/Berlin', decimal: ',' });
    expect([corrected.status, corrected.json<{ questions: unknown[] }>().questions]).to.deep.equal([200, []]);
    expect(corrected.json<{ counts: object }>().counts).to.include({ rows: 3, new: 2, error: 1 });
    const [wrong] = await desk.rows(id, '?state=error');
    expect(wrong).to.include({ number: 3, line: 4 });
    expect(wrong?.problems.map(({ column, code }) => [column, code])).to.deep.equal([['Stück', 'INVALID_FORMAT']]);
    await desk.commit(id);
    const operations = await listed(ada, '?sort=date');
    expect(operations.map(({ type, quantity, date }) => [type, quantity, date])).to.deep.equal([
      ['buy', '1000', '2026-11-24T00:00:00.000Z'],
      ['sell', '12.5', '2026-11-25T00:00:00.000Z'],
    ]);
  });

  it('asks what nothing in the column proves, and is not committed before it is told', async () => {
    const csv = 'Datum;Vorgang;ISIN;Stück;Kurs;Währung\n01/02/2026;Kauf;US0378331005;1;10,5;USD\n';
    const { id, questions } = await desk.bring(csv);
    expect(questions.map(({ about, choices }) => [about, choices])).to.deep.equal([['date_order', ['dmy', 'mdy']]]);
    expect((await ada.bearer.post(`/imports/${id}/commit`, undefined)).outcome).to.match(/ OPEN_QUESTIONS$/);
    await desk.correct(id, { date_order: 'dmy' });
    await desk.commit(id);
    expect((await listed(ada)).map(({ date }) => date)).to.deep.equal(['2026-02-01T00:00:00.000Z']);
  });

  it('lists its rows by page and by state, and its errors as a file', async () => {
    const lines = Array.from(
      { length: 25 },
      (_, at) => `buy,BBG000B9XRY4,${at % 5 === 4 ? 'x' : at + 1},1,USD,2026-11-24`,
    );
    const { id, counts } = await desk.bring(['type,figi,quantity,price,currency,date', ...lines].join('\n'));
    expect(counts).to.include({ new: 20, error: 5 });
    const seen: number[] = [];
    let next: string | undefined = `/imports/${id}/rows?state=new&limit=7`;
    while (next !== undefined) {
      const page = await ada.bearer.get(next);
      seen.push(...page.json<{ number: number }[]>().map(({ number }) => number));
      next = page.nextPage?.replace('/api/v1', '');
    }
    expect(seen).to.deep.equal(lines.flatMap((_line, at) => (at % 5 === 4 ? [] : [at + 1])));
    const errors = await ada.bearer.get(`/imports/${id}/errors.csv`);
    expect(errors.headers['content-type']).to.match(/^text\/csv/);
    const table: string[][] = parse(errors.text, { bom: true });
    expect(table).to.have.length(6);
    expect((await ada.bearer.get(`/imports/${id}/rows?state=lost`)).violations).to.deep.equal(['/state NOT_ALLOWED']);
    expect((await ada.bearer.get(`/imports/${id}/rows?cursor=x`)).status).to.equal(400);
  });

  it('never books what has another content under an id that is taken', async () => {
    const csv = (price: number) =>
      `type,figi,quantity,price,currency,date,source,external_id\nbuy,BBG000B9XRY4,1,${price},USD,2026-11-24,mine,1\n`;
    await desk.commit((await desk.bring(csv(10))).id);
    const other = await desk.bring(csv(11));
    expect(other.counts).to.include({ new: 0, doubtful: 1 });
    await desk.commit(other.id);
    expect((await listed(ada)).map(({ price }) => price)).to.deep.equal(['10']);
  });

  it('books one of the rows under one id, however far apart they are, and tells of the others', async () => {
    const id = (at: number): number => (at === 900 ? 1 : at === 1000 ? 2 : at);
    const line = (at: number): string => `buy,BBG000B9XRY4,${at === 900 ? 1 : at},10,USD,2026-11-24,mine,${id(at)}`;
    const lines = Array.from({ length: 1_200 }, (_, index) => line(index + 1));
    const file = await desk.bring(`type,figi,quantity,price,currency,date,source,external_id\n${lines.join('\n')}\n`);
    expect(file.counts).to.include({ rows: 1_200, new: 1_198, same: 1, doubtful: 1 });
    expect((await desk.rows(file.id, '?state=same')).map(({ number }) => number)).to.deep.equal([900]);
    const [differing] = await desk.rows(file.id, '?state=doubtful');
    expect(differing).to.include({ number: 1_000 });
    expect(differing?.problems.map(({ code, detail }) => `${code} ${detail.slice(0, 25)}`)).to.deep.equal([
      'DIFFERS Row 2 of this file has th',
    ]);
    expect(await desk.commit(file.id)).to.include({ created: 1_198 });
    const booked = 'SELECT trim_scale(quantity) AS quantity FROM operations WHERE user_id = $1 AND external_id = $2';
    expect(await app.sql(booked, [ada.user.id, '2'])).to.deep.equal([{ quantity: '2' }]);
  });

  it('leaves what was booked under one of its ids since it was read', async () => {
    const draft = { ...anOperation({ account_id: ada.account }), source: 'mine', external_id: '2' };
    const lines = [1, 2, 3].map((at) => `buy,BBG000B9XRY4,${at},10,USD,2026-11-24,mine,${at}`);
    const file = await desk.bring(`type,figi,quantity,price,currency,date,source,external_id\n${lines.join('\n')}\n`);
    await ada.bearer.post('/operations', { ...draft, quantity: '77' });
    expect(await desk.commit(file.id)).to.include({ created: 2 });
    expect((await listed(ada)).map(({ quantity }) => quantity).sort()).to.deep.equal(['1', '3', '77']);
  });

  it('that comes twice with one key is one, and the key is of one file', async () => {
    const headers = { 'Content-Type': 'text/csv', 'Idempotency-Key': '"a-file"' };
    const [first, second] = [await desk.send(broker('bux'), headers), await desk.send(broker('bux'), headers)];
    expect([second.status, second.headers['idempotency-replayed']]).to.deep.equal([201, 'true']);
    expect(second.json<{ id: string }>().id).to.equal(first.json<{ id: string }>().id);
    expect((await desk.send(broker('parqet'), headers)).status).to.equal(422);
    expect((await ada.bearer.get('/imports')).json<unknown[]>()).to.have.length(1);
  });

  describe('that cannot be', () => {
    const unreadable: readonly (readonly [what: string, body: string | Buffer, reason: string])[] = [
      ['is empty', '', 'EMPTY_FILE'],
      ['is a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'NOT_A_TABLE'],
      ['is a zip archive', Buffer.from('504b0304140000000800', 'hex'), 'COMPRESSED_FILE'],
      ['has NULs', 'type,price\nbuy,\0\n', 'NUL_CHARACTER'],
      ['has 10,000 columns', `${Array.from({ length: 10_000 }, (_, at) => `c${at}`).join(',')}\n`, 'TOO_MANY_COLUMNS'],
      ['has one endless line', 'a'.repeat(3 * 1024 * 1024), 'TOO_LONG'],
    ];
    for (const [what, body, reason] of unreadable)
      it(`as the file ${what} is told so, and nothing is kept`, async () => {
        const answer = await desk.send(body);
        expect([what, answer.outcome]).to.deep.equal([what, '422 UNREADABLE_FILE']);
        expect((JSON.parse(answer.text) as { reason: string }).reason).to.match(new RegExp(reason));
        for (const table of ['imports', 'import_chunks', 'import_rows'])
          expect(await app.sql(`SELECT FROM ${table} WHERE user_id = $1`, [ada.user.id])).to.deep.equal([]);
      });

    it('as it is compressed, of another type, too large or no form is refused before it is read', async () => {
      for (const [headers, outcome] of [
        [{ 'Content-Type': 'text/csv', 'Content-Encoding': 'gzip' }, '415 UNSUPPORTED_MEDIA_TYPE'],
        [{ 'Content-Type': 'application/pdf' }, '415 UNSUPPORTED_MEDIA_TYPE'],
        [{ 'Content-Type': 'multipart/form-data' }, '400 MALFORMED'],
        [{ 'Content-Type': 'multipart/form-data; boundary=x' }, '400 MALFORMED'],
      ] as const)
        expect((await ada.bearer.send('POST', '/imports', 'a,b\n', headers)).outcome).to.equal(outcome);
      const head = `POST /api/v1/imports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ada.token}\r\n`;
      const framing = `Content-Type: text/csv\r\nContent-Length: ${250 * 1024 * 1024}\r\n\r\n`;
      expect(await sendRaw(app.port, head + framing)).to.deep.include({ statuses: [413], closed: true });
      expect((await ada.bearer.get('/imports')).json()).to.deep.equal([]);
    });

    it('as twenty are open is refused until there is room', async () => {
      const open = () => desk.send('a,b\nc,d\n');
      for (let count = 0; count < 19; count += 1) await open();
      const last = await open();
      expect((await open()).outcome).to.equal('409 TOO_MANY_IMPORTS');
      await ada.bearer.delete(`/imports/${last.json<{ id: string }>().id}`);
      expect((await open()).status).to.equal(201);
    });

    it('as what it says beside the file is wrong is told all of it', async () => {
      const query = '?account_id=mine&template=none&time_zone=Mars&surprise=1';
      const { status, violations } = await desk.send('a,b\n', undefined, query);
      expect([status, [...violations].sort()]).to.deep.equal([
        422,
        ['/account_id INVALID_FORMAT', '/surprise UNKNOWN_FIELD', '/template NOT_ALLOWED', '/time_zone NOT_ALLOWED'],
      ]);
    });

    it('as it is in another state: it says which', async () => {
      const { id } = await desk.bring(broker('parqet'));
      expect((await ada.bearer.post(`/imports/${id}/undo`, undefined)).outcome).to.equal('409 IMPORT_STATE');
      await desk.commit(id);
      for (const refused of [
        await ada.bearer.post(`/imports/${id}/commit`, undefined),
        await ada.bearer.patch(`/imports/${id}`, { time_zone: 'UTC' }),
        await ada.bearer.delete(`/imports/${id}`),
      ])
        expect(refused.outcome).to.equal('409 IMPORT_STATE');
    });
  });

  it('that is deleted is gone, with its rows', async () => {
    const { id } = await desk.bring(broker('parqet'));
    expect((await ada.bearer.delete(`/imports/${id}`)).status).to.equal(204);
    expect((await ada.bearer.get(`/imports/${id}`)).outcome).to.equal('404 NOT_FOUND');
    expect(await app.sql('SELECT FROM import_rows WHERE import_id = $1', [id])).to.deep.equal([]);
  });
});

const listed = async (who: Person, query = ''): Promise<readonly (OperationBody & Record<string, unknown>)[]> =>
  (await who.bearer.get(`/operations${query === '' ? '?' : `${query}&`}limit=200`)).json();
