import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '#infrastructure/migrations.ts';
import { begin, type Ended, run } from './stage/copies.ts';
import { Postgres, session } from './stage/postgres.ts';
import type { Stage } from './stage/stage.ts';
import { tempFolder } from './stage/temp-folder.ts';
import { lasting, until } from './stage/wait.ts';

type Size = { readonly rows: number; readonly kills: number };

/** Of either copy, on a machine that is fast. */
const MILLISECONDS_PER_ROW = 0.002;
/** More than for a copy of hardly any row. */
const MOST_MEGABYTES = 64;

/** R25: many rows, copied in little memory; copies that are killed half-way, or have no room, leave nothing that is half. */
export async function killedCopies(stage: Stage, { rows, kills }: Size): Promise<void> {
  const [postgres, folder] = [await Postgres.external(stage), await tempFolder(stage)];
  const migrated = async (name: string): Promise<string> => {
    const url = await postgres.newDatabase(name);
    await migrate(url);
    return url;
  };
  const [few, many] = [await migrated('few'), await migrated('many')];
  await fill(many, rows);
  const file = join(folder, 'backup');
  const [quiet, backup] = await Promise.all([
    run(stage, { DATABASE_URL: few }, ['backup', join(folder, 'small')]),
    run(stage, { DATABASE_URL: many }, ['backup', file]),
    withoutRoom(stage, many),
  ]);
  expectDone(stage, 'a backup', backup, quiet);
  await killedBackups(stage, many, file, { rows, kills });
  let target = await migrated('target');
  for (let kill = 0; kill < kills; kill += 1) {
    if (await wasRestored(stage, target, file, rows)) target = await migrated(`target_${kill}`);
  }
  const restored = await run(stage, { DATABASE_URL: target }, ['restore', file]);
  expectDone(stage, 'a restore', restored, quiet);
  stage.card.none(
    'tables that are not those of the snapshot',
    backup.sums.filter((sum) => !restored.sums.includes(sum)),
  );
  stage.card.note('rows', rows);
}

function expectDone({ card }: Stage, what: string, { code, stderr, ...ended }: Ended, quiet: Ended): void {
  card.exactly(`exit code of ${what}, and what it says on stderr`, `${code} ${stderr}`, '0 ');
  card.note(what, ended.milliseconds, 'ms');
  card.atMost(
    `memory of ${what}, more than for no rows`,
    ended.peakMegabytes - quiet.peakMegabytes,
    MOST_MEGABYTES,
    'MB',
  );
}

/** A limit of the size of files stands for a full disk. */
async function withoutRoom(stage: Stage, url: string): Promise<void> {
  const folder = await tempFolder(stage);
  const args = ['backup', join(folder, 'full')];
  const { code, stderr } = await run(stage, { DATABASE_URL: url }, args, { wrapper: ['prlimit', '--fsize=100000'] });
  stage.card.exactly(
    'exit code of a backup without room, and what it says',
    `${code} ${stderr}`,
    '1 EFBIG: file too large, write',
  );
  stage.card.exactly('what it leaves', (await readdir(folder)).join(), '');
}

async function killedBackups(stage: Stage, url: string, whole: string, { rows, kills }: Size): Promise<void> {
  const { size } = await stat(whole);
  for (let kill = 0; kill < kills; kill += 1) {
    const folder = await tempFolder(stage);
    const running = await begin(stage, { DATABASE_URL: url }, ['backup', join(folder, 'killed')]);
    await until('it writes', async () => (await readdir(folder)).length > 0, { pause: 1 });
    await lasting(stage.random.between(0, rows * MILLISECONDS_PER_ROW));
    await running.kill();
    // One that was faster than the kill is whole.
    const found = await stat(join(folder, 'killed')).catch(() => null);
    const half = found !== null && found.size < size - 1_000 ? [`${found.size} of ${size} bytes`] : [];
    stage.card.none('files of a backup that are not whole after a kill', half);
    stage.card.note(
      'what a kill leaves',
      (await readdir(folder)).map((name) => name.replace(/[0-9a-f]{8}/, '…')).join(),
    );
  }
}

/** Kills a restore somewhere between its first row and its end. Whether it was faster. */
async function wasRestored(stage: Stage, url: string, file: string, rows: number): Promise<boolean> {
  const running = await begin(stage, { DATABASE_URL: url }, ['restore', file]);
  await using database = await session(url);
  const ours = "application_name = 'blotter copy' AND datname = current_database()";
  const copying = `SELECT FROM pg_stat_activity WHERE ${ours} AND query LIKE 'COPY%'`;
  await until('it loads', async () => (await database.query(copying)).rowCount === 1, { pause: 1 });
  await lasting(stage.random.between(0, rows * MILLISECONDS_PER_ROW));
  await running.kill();
  const left = `SELECT FROM pg_stat_activity WHERE ${ours}`;
  await until('its connection is gone', async () => (await database.query(left)).rowCount === 0);
  const found = await database.query<{ said: string }>(
    "SELECT (SELECT count(*) FROM users) || ' users, ' || (SELECT count(*) FROM operation_history) || ' of history' AS said",
  );
  const said = found.rows[0]?.said ?? '';
  const all = `1 users, ${rows} of history`;
  stage.card.none('half of a database after a kill', ['0 users, 0 of history', all].includes(said) ? [] : [said]);
  return said === all;
}

async function fill(url: string, rows: number): Promise<void> {
  await using database = await session(url);
  await database.query(`INSERT INTO users (id, email, username, password_hash, role, is_active, is_verified, time_zone, registered_at)
    VALUES (uuidv7(), 'ada@example.com', 'Ada', '', 'user', true, true, 'UTC', now())`);
  await database.query(
    `INSERT INTO operation_history (user_id, operation_id, version, action, changed_by, changed_at, changes)
     SELECT id, uuidv7(), 1, 'created', id, now(), json_build_object('number', n, 'note', md5(n::text))
     FROM users, generate_series(1, $1::int) AS n`,
    [rows],
  );
}
