import { readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { runDatabaseCommand } from '#infrastructure/database-cli.ts';
import { openEmbeddedPostgres } from '#infrastructure/embedded-postgres.ts';
import { migrationNames, newMigration } from '#infrastructure/migration-files.ts';
import { migrate } from '#infrastructure/migrations.ts';
import { folderWithCluster, rejection, removeTempFolders, runs, silent, tempFolder } from './temp-folder.ts';

describe('The database command', function () {
  this.timeout(60_000);
  let dataDir: string;
  let directory: string;

  before(async () => {
    dataDir = await folderWithCluster();
  });
  beforeEach(async () => {
    directory = await tempFolder();
  });
  after(removeTempFolders);

  async function type(...argv: string[]): Promise<string[]> {
    const lines: string[] = [];
    const out = (line: string) => lines.push(line);
    await runDatabaseCommand(argv, { databaseUrl: undefined, dataDir, directory, log: silent, out });
    return lines;
  }

  it('writes, shows, applies and reverts a migration, and stops the PostgreSQL that it started for it', async () => {
    const [path = ''] = await type('new', 'create-books');
    const name = basename(path, '.ts');
    expect(name).to.match(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}_create-books$/);
    expect(await type('status')).to.deep.equal([`pending  ${name}`]);
    expect(await type('up')).to.deep.equal([`Applied ${name}.`]);
    expect(await type('up')).to.deep.equal(['Nothing to apply.']);
    expect((await type('status'))[0]).to.match(new RegExp(`^applied {2}${name} {2}\\d{4}-.*Z$`));
    expect(await type('down')).to.deep.equal([`Reverted ${name}.`]);
    expect(await type('down')).to.deep.equal(['Nothing to revert.']);
    expect(await runs(join(dataDir, 'postgres'))).to.equal(false);
  });

  it('leaves a PostgreSQL running that Blotter uses', async () => {
    const postgres = await openEmbeddedPostgres({ dataDir, log: silent });
    expect(await type('up')).to.deep.equal(['Nothing to apply.']);
    expect(await migrate(postgres.url, { directory })).to.deep.equal([]);
    await postgres.stop();
  });

  it('stops the PostgreSQL also when the migration fails', async () => {
    await writeFile(
      join(directory, '2026-01-01T00-00_create-books.ts'),
      'export const up = () => { throw 1; }, down = up',
    );
    await rejection(type('up'));
    expect(await runs(join(dataDir, 'postgres'))).to.equal(false);
  });

  it('says how it is used when it is used otherwise', async () => {
    expect((await rejection(type('sideways'))).message).to.match(/^Usage: npm run db:up/);
  });

  for (const name of [
    '',
    'books',
    'Create-Books',
    'create_books',
    '../create-books',
    'create-books.ts',
    'create--books',
  ]) {
    it(`refuses the migration name "${name}"`, async () => {
      expect((await rejection(type('new', name))).message).to.match(/is no migration name/);
      expect(await readdir(directory)).to.deep.equal([]);
    });
  }

  it('dates new migrations so that each comes after all others, even within a minute', async () => {
    const now = new Date('2026-12-31T23:59:30Z');
    await newMigration(directory, 'create-books', now);
    await newMigration(directory, 'add-notes', now);
    await newMigration(directory, 'add-authors', new Date('2020-01-01T00:00:00Z'));
    expect(await migrationNames(directory)).to.deep.equal([
      '2026-12-31T23-59_create-books',
      '2027-01-01T00-00_add-notes',
      '2027-01-01T00-01_add-authors',
    ]);
  });
});
