import { appendFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { expect } from 'chai';
import { revertLast } from '#infrastructure/migrations.ts';
import { rejection } from '#test/infrastructure/temp-folder.ts';
import { Copying, picture } from './copying.ts';

const PEOPLE = `
  INSERT INTO users (id, email, username, password_hash, role, is_active, is_verified, time_zone, registered_at)
    SELECT uuidv7(), n || '@example.com', 'Somebody', md5(n::text), 'user', true, true, 'UTC', now() FROM generate_series(1, 200) AS n;
  INSERT INTO accounts SELECT id, uuidv7(), 'Main', 'EUR', NULL, 1, now(), now() FROM users;
  INSERT INTO audit_log (action, subject_id, details) SELECT 'user.registered', id, '{}' FROM users`;

describe('Restoring a backup', function () {
  this.timeout(60_000);
  let copying: Copying;
  let from: Awaited<ReturnType<Copying['database']>>;
  let empty: Awaited<ReturnType<Copying['database']>>;
  let untouched: unknown;
  let file: string;

  before(async () => {
    copying = await Copying.open();
    [from, empty] = await Promise.all([copying.database(), copying.database()]);
    await from.sql.query(PEOPLE);
    file = copying.file('backup');
    await copying.backUp(from.url, file);
    untouched = await picture(empty.sql);
  });
  after(() => copying[Symbol.asyncDispose]());

  /** What is said of another file, by a database that stays as it is. */
  async function refusal(path: string, url = empty.url): Promise<string> {
    const { message } = await rejection(copying.restore(url, path));
    expect(await picture(empty.sql)).to.deep.equal(untouched);
    return message;
  }

  async function altered(name: string, alter: (bytes: Buffer) => Buffer): Promise<string> {
    await writeFile(copying.file(name), alter(await readFile(file)));
    return copying.file(name);
  }

  it('makes the same of an empty database, of which another backup is the same', async () => {
    const { url, sql } = await copying.database();
    const sums = await copying.restore(url, file);
    expect(sums.find(({ table }) => table === 'users')?.rows).to.equal(200);
    expect(await picture(sql)).to.deep.equal(await picture(from.sql));
    expect(await copying.backUp(url, copying.file('again'))).to.deep.equal(sums);
  });

  it('is refused by a database with users, a running process or tables of something else', async () => {
    expect(await refusal(file, from.url)).to.match(/^This database is in use, users has rows/);
    await empty.sql.query(`SELECT pg_advisory_lock_shared(hashtext('blotter place'))`);
    expect(await refusal(file)).to.match(/^A Blotter process works on this database/);
    await empty.sql.query('SELECT pg_advisory_unlock_all()');
    const other = await copying.database();
    await other.sql.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE theirs (id int)');
    expect(await refusal(file, other.url)).to.match(/^This database holds tables that are not of Blotter/);
    expect((await rejection(copying.backUp(other.url, copying.file('theirs')))).message).to.match(/no Blotter in this/);
  });

  it('is refused when the file is cut short, wherever', async () => {
    const { length } = await readFile(file);
    for (let cut = 0; cut < 20; cut += 1) {
      const kept = Math.floor((length * (cut + Math.random())) / 20);
      const path = await altered('cut', (bytes) => bytes.subarray(0, kept));
      expect(await refusal(path), `${kept} of ${length} bytes`).to.match(/is no backup of Blotter|is damaged/);
    }
    expect(await refusal(await altered('cut', (bytes) => bytes.subarray(0, -1)))).to.match(/is damaged/);
  });

  it('is refused when a bit of the file is another one, wherever', async () => {
    const { length } = await readFile(file);
    for (const fixed of [0, 4, 5, 6, length - 41, length - 40, length - 33, length - 1]) await flipped(fixed);
    for (let flip = 0; flip < 12; flip += 1) await flipped(Math.floor(Math.random() * length));

    async function flipped(place: number): Promise<void> {
      const path = await altered('flipped', (bytes) => {
        bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(Math.random() * 8));
        return bytes;
      });
      expect(await refusal(path), `byte ${place}`).to.match(
        /is no backup of Blotter|is damaged|the file was altered|by a newer Blotter|the same tables/,
      );
    }
  });

  it('is refused when something was appended to the file, or it is another one', async () => {
    const longer = await altered('longer', (bytes) => bytes);
    await appendFile(longer, await readFile(file));
    expect(await refusal(longer)).to.match(/is damaged/);
    expect(await refusal(await altered('empty', () => Buffer.alloc(0)))).to.match(/is damaged/);
    expect(await refusal('README.md')).to.equal('README.md is no backup of Blotter.');
    expect(await refusal(copying.file('nowhere'))).to.match(/^ENOENT: no such file/);
  });

  it('brings an older backup to the tables of today, also where those are there already', async () => {
    const older = await copying.database();
    await older.sql.query(PEOPLE);
    const last = await revertLast(older.url);
    await copying.backUp(older.url, copying.file('older'));
    const { url, sql } = await copying.database();
    await copying.restore(url, copying.file('older'));
    const { rows } = await sql.query(
      'SELECT max(name) AS last, (SELECT count(*)::int FROM users) AS users FROM migrations',
    );
    expect(rows).to.deep.equal([{ last, users: 200 }]);
    const { users, accounts } = await picture(older.sql);
    expect(await picture(sql)).to.deep.include({ users, accounts });
  });

  it('is refused when the backup is of a newer version', async () => {
    const newer = await copying.database();
    await newer.sql.query("INSERT INTO migrations VALUES ('2999-01-01T00-00_add-wonders')");
    await copying.backUp(newer.url, copying.file('newer'));
    expect(await refusal(copying.file('newer'))).to.match(
      /^This backup was made by a newer Blotter: it has migration 2999-01-01T00-00_add-wonders, which this version does not know/,
    );
  });

  describe('The file of a backup', () => {
    it('is for the owner alone, and takes the place of another one only when it is told to', async () => {
      expect((await stat(file)).mode & 0o777).to.equal(0o600);
      const [before, path] = [await readFile(file), await altered('taken', (bytes) => bytes)];
      expect((await rejection(copying.backUp(from.url, path))).message).to.match(
        /taken exists already: take another name, or --force/,
      );
      expect(await readFile(path)).to.deep.equal(before);
      await from.sql.query("UPDATE users SET username = 'Other'");
      await copying.backUp(from.url, path, { replace: true });
      expect(await readFile(path)).not.to.deep.equal(before);
      expect((await rejection(copying.backUp(from.url, '/dev/null', { replace: true }))).message).to.equal(
        '/dev/null is no file.',
      );
    });

    it('is not there, or is the former one, when the backup fails', async () => {
      const path = await altered('former', () => Buffer.from('former'));
      const nothing = await copying.database();
      await nothing.sql.query('DROP TABLE migrations');
      await rejection(copying.backUp(nothing.url, path, { replace: true }));
      await rejection(copying.backUp(nothing.url, copying.file('failed')));
      expect(await readFile(path, 'utf8')).to.equal('former');
      expect(await readdir(copying.folder)).not.to.include('failed');
      expect((await readdir(copying.folder)).filter((name) => name.endsWith('unfinished'))).to.deep.equal([]);
    });
  });
});
