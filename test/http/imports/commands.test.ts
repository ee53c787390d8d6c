import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { repository } from '#test/support/repository.ts';
import { anOperation } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const broker = (name: string): string => join(repository, `test/application/imports/broker-exports/${name}-export.csv`);

/** Each command is a process of its own. */
const PATIENCE = 60_000;

type Said = { readonly code: number; readonly out: string; readonly notes: string };

describe('On the command line', () => {
  let app: TestApp;
  let folder: string;
  let ada: Person;

  before(async () => {
    app = await startApp();
    folder = await mkdtemp(join(tmpdir(), 'import-command-'));
  });
  after(async () => {
    await app.stop();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    ada = await app.signedUp();
  });

  const blotter = (...words: string[]): Promise<Said> =>
    new Promise((resolve) => {
      const env = { PATH: process.env['PATH'], DATABASE_URL: app.databaseUrl, DATA_DIR: folder };
      const program = [join(repository, 'src/infrastructure/cli.ts'), ...words];
      execFile(process.execPath, program, { cwd: repository, env }, (error, out, notes) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, notes }),
      );
    });
  const listed = async (): Promise<number> => (await ada.bearer.get('/operations?limit=200')).json<unknown[]>().length;
  const kept = () => app.sql('SELECT state FROM imports WHERE user_id = $1', [ada.user.id]);

  it('a file is booked beside a running Blotter, which shows it at once, and once more adds nothing', async () => {
    expect(await listed()).to.equal(0);
    const first = await blotter('import', broker('degiro'), '--user', ada.user.email);
    expect([first.code, first.out.split('\n').slice(0, 2)]).to.deep.equal([
      0,
      [
        'Read as csv of DEGIRO, utf-8, times of Europe/Amsterdam.',
        '74 rows: 63 new, 0 same, 0 doubtful, 0 error, 11 ignored.',
      ],
    ]);
    expect(first.out).to.match(/\nBooked 63 operations\. The import is [0-9a-f-]{36}: it can be undone\.\n$/);
    expect(first.notes).to.match(/^Reading .*100 %\nBooking .*Booking 100 %\n$/s);
    expect(await listed()).to.equal(63);
    const again = await blotter('import', broker('degiro'), '--user', ada.user.email);
    expect([again.code, again.out.split('\n').at(-2)]).to.deep.equal([0, 'Nothing is new.']);
    expect(await kept()).to.deep.equal([{ state: 'committed' }]);
  }).timeout(PATIENCE);

  it('rows that are refused are told, and the rest is booked, which the exit code tells from a whole file', async () => {
    const { code, out, notes } = await blotter('import', broker('trading212'), '--user', ada.user.email);
    expect([code, await listed()]).to.deep.equal([2, 9]);
    expect(out).to.match(/13 rows: 9 new, 0 same, 0 doubtful, 4 error, 0 ignored\./);
    expect(notes).to.match(/Line 11: Price \/ share: There is an order number/);
    expect(notes).to.match(/\n4 rows are not booked\.\n$/);
  }).timeout(PATIENCE);

  it('what the file does not say is asked, and answered by options', async () => {
    const path = join(folder, 'guessed.csv');
    await writeFile(path, 'Datum;Vorgang;ISIN;Menge;Kurs;Währung\n01.02.2026;Köp;US0378331005;1.000;187,25;USD\n');
    const asked = await blotter('import', path, '--user', ada.user.email, '--dry-run');
    expect([asked.code, await kept()]).to.deep.equal([0, []]);
    expect(asked.notes).to.match(/To be answered by --date-order: /);
    const answers = ['--date-order', 'dmy', '--decimal', ',', '--type', 'Köp=buy', '--column', 'quantity=Menge'];
    const told = await blotter('import', path, '--user', ada.user.email, ...answers);
    expect([told.code, told.notes.includes('To be answered')]).to.deep.equal([0, false]);
    const [operation] = (await ada.bearer.get('/operations')).json<{ quantity: string; date: string }[]>();
    expect(operation).to.include({ quantity: '1000', date: '2026-02-01T00:00:00.000Z' });
  }).timeout(PATIENCE);

  it('what cannot be is refused with everything that is wrong, and nothing is kept', async () => {
    const path = join(folder, 'empty.csv');
    await writeFile(path, '');
    const wrong: readonly (readonly [what: RegExp, ...words: string[]])[] = [
      [/Nobody is registered as nobody@example\.com\./, broker('bux'), '--user', 'nobody@example.com'],
      [/no such file/, join(folder, 'missing.csv'), '--user', ada.user.email],
      [/The file is empty\./, path, '--user', ada.user.email],
      [/template: .* timeZone: /, broker('bux'), '--user', ada.user.email, '--template', 'x', '--time-zone', 'y'],
      [/required option '--user <address>'/, broker('bux')],
    ];
    const said = await Promise.all(wrong.map(([, ...words]) => blotter('import', ...words)));
    for (const [at, { code, out, notes }] of said.entries()) {
      expect([code, out]).to.deep.equal([1, '']);
      expect(notes).to.match(wrong[at]?.[0] ?? /^$/);
    }
    expect(await kept()).to.deep.equal([]);
  }).timeout(PATIENCE);

  it('a ledger is exported as the API does it, into a file that is not there yet', async () => {
    await ada.bearer.post('/operations', anOperation());
    const path = join(folder, 'ledger.csv');
    expect((await blotter('export', path, '--user', ada.user.email)).code).to.equal(0);
    expect(await readFile(path, 'utf8')).to.equal((await ada.bearer.get('/export?format=csv')).text);
    const [again, piped] = await Promise.all([
      blotter('export', path, '--user', ada.user.email),
      blotter('export', '--user', ada.user.email, '--format', 'ndjson'),
    ]);
    expect([again.code, again.notes]).to.deep.equal([1, `${path} exists already: take another name, or --force.\n`]);
    expect([piped.code, piped.out]).to.deep.equal([0, (await ada.bearer.get('/export?format=ndjson')).text]);
  }).timeout(PATIENCE);
});
