import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Client } from 'pg';
import { connect } from '#infrastructure/embedded-postgres/connect.ts';
import {
  assertMigrated,
  migrate,
  migrationStatus,
  NewerDatabaseError,
  revertLast,
} from '#infrastructure/migrations.ts';
import { Child, killChildren } from './child.ts';
import { rejection, removeTempFolders, tempFolder, until } from './temp-folder.ts';
import { type ThrowAwayCluster, throwAwayCluster } from './throw-away-cluster.ts';

const books = '2026-01-01T00-00_create-books';
const notes = '2026-01-02T00-00_add-notes';
const pages = '2026-01-03T00-00_create-pages';

describe('Migrating', function () {
  this.timeout(60_000);
  let cluster: ThrowAwayCluster;
  let directory: string;
  let url: string;
  let client: Client;

  before(async () => {
    cluster = await throwAwayCluster();
  });
  beforeEach(async () => {
    [url, directory] = await Promise.all([cluster.newDatabase(), tempFolder()]);
    client = await connect(url);
  });
  afterEach(async () => {
    await killChildren();
    await client.end();
  });
  after(async () => {
    await cluster.stop();
    await removeTempFolders();
  });

  async function write(name: string, up: string, down: string): Promise<void> {
    const text = `
      export async function up({ query }) { await query(${JSON.stringify(up)}); }
      export async function down({ query }) { await query(${JSON.stringify(down)}); }`;
    await writeFile(join(directory, `${name}.ts`), text);
  }

  async function writeBooksAndNotes(): Promise<void> {
    await write(
      books,
      'CREATE TABLE books (title text); CREATE INDEX books_by_title ON books (title)',
      'DROP TABLE books',
    );
    await write(notes, "ALTER TABLE books ADD note text NOT NULL DEFAULT 'none'", 'ALTER TABLE books DROP note');
  }

  async function rows(text: string): Promise<unknown[]> {
    return (await client.query(text)).rows;
  }

  async function waitersForALock(): Promise<number> {
    return (await rows("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")).length;
  }

  it('brings an empty database to the newest version, in the order of the dates', async () => {
    await write(pages, 'CREATE TABLE pages AS SELECT note FROM books', 'DROP TABLE pages');
    await writeBooksAndNotes();
    expect(await migrate(url, { directory })).to.deep.equal([books, notes, pages]);
    expect(await migrate(url, { directory })).to.deep.equal([]);
    expect(await rows('SELECT name FROM migrations ORDER BY name')).to.deep.equal(
      [books, notes, pages].map((name) => ({ name })),
    );
    await assertMigrated(client, { directory });
  });

  it('hands a migration the rows of its last statement', async () => {
    const text = `
      export async function up({ query }) {
        const { rows, rowCount } = await query('SELECT 1 AS one; SELECT 2 AS two');
        await query(\`CREATE TABLE answer AS SELECT \${rows[0].two} AS two, \${rowCount} AS count\`);
      }
      export async function down() {}`;
    await writeFile(join(directory, `${books}.ts`), text);
    await migrate(url, { directory });
    expect(await rows('SELECT * FROM answer')).to.deep.equal([{ two: 2, count: 1 }]);
  });

  it('goes down and up again on a database with data', async () => {
    await writeBooksAndNotes();
    await migrate(url, { directory });
    await client.query("INSERT INTO books VALUES ('Ulysses', 'long')");
    expect(await revertLast(url, { directory })).to.equal(notes);
    expect(await rows('SELECT * FROM books')).to.deep.equal([{ title: 'Ulysses' }]);
    expect((await rejection(assertMigrated(client, { directory }))).message).to.match(/lacks migration .*_add-notes/);
    expect(await migrate(url, { directory })).to.deep.equal([notes]);
    expect(await rows('SELECT * FROM books')).to.deep.equal([{ title: 'Ulysses', note: 'none' }]);
    expect([await revertLast(url, { directory }), await revertLast(url, { directory })]).to.deep.equal([notes, books]);
    expect(await revertLast(url, { directory })).to.equal(null);
  });

  it('tells the state of each migration', async () => {
    await writeBooksAndNotes();
    expect((await migrationStatus(url, { directory })).map(({ state }) => state)).to.deep.equal(['pending', 'pending']);
    await migrate(url, { directory });
    await write(pages, 'SELECT', 'SELECT');
    await rm(join(directory, `${books}.ts`));
    const status = await migrationStatus(url, { directory });
    expect(status.map(({ name, state }) => [name, state])).to.deep.equal([
      [books, 'unknown'],
      [notes, 'applied'],
      [pages, 'pending'],
    ]);
    expect(status[1]?.appliedAt).to.be.an.instanceOf(Date);
    expect(status[2]?.appliedAt).to.equal(null);
  });

  it('undoes the whole run when one migration fails', async () => {
    await writeBooksAndNotes();
    await write(pages, 'SELECT 1/0', 'SELECT');
    expect((await rejection(migrate(url, { directory }))).message).to.match(/_create-pages.*division by zero/s);
    expect(await rows("SELECT to_regclass('books') AS books, to_regclass('migrations') AS migrations")).to.deep.equal([
      { books: null, migrations: null },
    ]);
  });

  for (const round of [1, 2, 3]) {
    it(`is done once by five processes that start at once on an empty database (round ${round})`, async () => {
      await writeBooksAndNotes();
      const children = Array.from({ length: 5 }, () => new Child('migrating', [url, directory]));
      const applied = await Promise.all(
        children.map(async (child) => (await child.told('applied'))['applied'] as string[]),
      );
      expect(await Promise.all(children.map((child) => child.exited()))).to.deep.equal([0, 0, 0, 0, 0]);
      expect(applied.flat()).to.deep.equal([books, notes]);
      await assertMigrated(client, { directory });
    });
  }

  it('leaves the version before when it is killed in the middle, and completes at the next start', async () => {
    await write(books, 'CREATE TABLE books (title text)', 'DROP TABLE books');
    await migrate(url, { directory });
    await client.query('CREATE TABLE brake AS SELECT 600 AS seconds');
    await write(notes, 'ALTER TABLE books ADD note text', 'ALTER TABLE books DROP note');
    await write(pages, 'CREATE TABLE pages (); SELECT pg_sleep(seconds) FROM brake', 'DROP TABLE pages');
    const child = new Child('migrating', [url, directory]);
    const sleepers = "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()";
    await until('the last migration is at work', async () => (await rows(sleepers)).length === 1);
    await child.kill();
    expect((await migrationStatus(url, { directory })).map(({ state }) => state)).to.deep.equal([
      'applied',
      'pending',
      'pending',
    ]);
    await client.query('DELETE FROM brake');
    expect(await migrate(url, { directory })).to.deep.equal([notes, pages]);
  });

  it('refuses, in every direction, a database that a newer Blotter made', async () => {
    await writeBooksAndNotes();
    await migrate(url, { directory });
    await rm(join(directory, `${notes}.ts`));
    await write(pages, 'CREATE TABLE pages ()', 'DROP TABLE pages');
    const options = { directory };
    const attempts = [
      () => migrate(url, options),
      () => revertLast(url, options),
      () => assertMigrated(client, options),
    ];
    for (const attempt of attempts) {
      const error = await rejection(attempt());
      expect(error).to.be.an.instanceOf(NewerDatabaseError);
      expect(error.message).to.equal(
        `This database was made by a newer Blotter: it has migration ${notes}, which this version does not know. ` +
          'Start the newer version, or restore a backup.',
      );
    }
    expect(await rows("SELECT to_regclass('pages') AS pages")).to.deep.equal([{ pages: null }]);
  });

  it('refuses a database that became newer while it waited', async () => {
    await writeBooksAndNotes();
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(1114402676, 3)');
    const waiting = rejection(migrate(url, { directory }));
    await until('it waits', async () => (await waitersForALock()) === 1);
    await client.query(
      `CREATE TABLE migrations (name text, applied_at timestamptz); INSERT INTO migrations VALUES ('${pages}')`,
    );
    await client.query('COMMIT');
    expect(await waiting).to.be.an.instanceOf(NewerDatabaseError);
  });

  describe('while another process holds the lock', () => {
    beforeEach(async () => {
      await writeBooksAndNotes();
      await migrate(url, { directory });
      await client.query('SELECT pg_advisory_lock(1114402676, 3)');
    });

    it('does not wait when there is nothing to do', async () => {
      expect(await migrate(url, { directory, lockWaitSeconds: 1 })).to.deep.equal([]);
    });

    it('gives up with a clear sentence when there is', async () => {
      await write(pages, 'CREATE TABLE pages ()', 'DROP TABLE pages');
      expect((await rejection(migrate(url, { directory, lockWaitSeconds: 1 }))).message).to.equal(
        'Another process has been migrating or copying this database for 1 s. Wait for it, or end it, and start again.',
      );
    });
  });

  it('does not pass over a file with another kind of name, or without both directions', async () => {
    await writeFile(join(directory, '2026-1-1_create-books.ts'), '');
    expect((await rejection(migrate(url, { directory }))).message).to.match(/must be named like/);
    await rm(join(directory, '2026-1-1_create-books.ts'));
    await writeFile(join(directory, `${books}.ts`), 'export async function up() {}');
    expect((await rejection(migrate(url, { directory }))).message).to.match(/must export the functions up and down/);
  });
});
