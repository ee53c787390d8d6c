import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrationNames, ownMigrations } from '#infrastructure/migration-files.ts';
import { repository } from '#test/support/repository.ts';
import { aloneOnADatabase, notAloneOnADatabase } from './alone-on-a-database.ts';
import { Blotter } from './stage/blotter.ts';
import { largest, tally } from './stage/figures.ts';
import { newcomer } from './stage/people.ts';
import { membersOf } from './stage/place.ts';
import { Postgres, session } from './stage/postgres.ts';
import { Redis } from './stage/redis.ts';
import type { Stage } from './stage/stage.ts';
import { tempFolder } from './stage/temp-folder.ts';
import { until } from './stage/wait.ts';

const AT_ONCE = 5;
/** How long a newcomer may wait for the others on a machine that starts five of them at once. */
const PATIENCE_MILLISECONDS = 60_000;

/** R15: several processes that start at the same moment, and starts that are killed or must be refused. */
export async function startedTogether(stage: Stage, { rounds }: { rounds: number }): Promise<void> {
  const [postgres, redis] = await Promise.all([Postgres.external(stage), Redis.start(stage)]);
  for (let round = 0; round < rounds; round += 1) {
    await onAnEmptyDatabase(stage, await postgres.newDatabase(`empty_${round}`), redis);
    await migratedByCommand(stage, await postgres.newDatabase(`commanded_${round}`));
  }
  // They wait for most of the time.
  for (let round = 0; round < rounds; round += 5) {
    const [alone, shared] = [
      await postgres.newDatabase(`alone_${round}`),
      await postgres.newDatabase(`shared_${round}`),
    ];
    await Promise.all([aloneOnADatabase(stage, alone, redis), notAloneOnADatabase(stage, shared, redis)]);
  }
  await killedInTheMiddle(stage, await postgres.newDatabase('killed'));
  await onANewerDatabase(stage, await postgres.newDatabase('newer'));
  await postgres.stop();
  await onOneDataFolder(stage);
}

async function onAnEmptyDatabase(stage: Stage, url: string, redis: Redis): Promise<void> {
  const { card } = stage;
  const settings = { REDIS_URL: redis.url };
  const blotters = await Promise.all(Array.from({ length: AT_ONCE }, () => Blotter.beside(stage, url, settings)));
  const starts = await Promise.allSettled(blotters.map((blotter) => blotter.ready(PATIENCE_MILLISECONDS)));
  card.none('of five at once on an empty database not ready', reasons(starts));
  card.note(
    'exec to ready of five at once',
    largest(starts.map((start) => (start.status === 'fulfilled' ? start.value : 0))),
    'ms',
  );
  const applied = blotters.flatMap(({ log }) =>
    log.filter(({ msg }) => msg === 'migration applied').map(({ migration }) => migration),
  );
  card.exactly(
    'migrations that they applied in all',
    applied.sort().join(),
    (await migrationNames(ownMigrations)).join(),
  );
  await using database = await session(url);
  const believers = async () => (await membersOf(database)).filter(({ believes }) => believes).length;
  const believed = await until('all of them believe their cache', async () => (await believers()) === AT_ONCE);
  card.atMost('from then on until all believe their cache', believed, 5_000, 'ms');
  const client = await newcomer(stage, blotters[0]!.url);
  const statuses = await Promise.all(
    blotters.map(({ url: base }) => client.at(base, { keepAlive: false }).get('/api/v1/users/me')),
  );
  card.exactly('a token of one, at all of them', tally(statuses.map(({ status }) => status)), `200 × ${AT_ONCE}`);
  await Promise.all(blotters.map((blotter) => blotter.kill()));
}

async function migratedByCommand(stage: Stage, url: string): Promise<void> {
  const program = join(repository, 'src/infrastructure/database-cli.ts');
  const commands = await Promise.all(
    Array.from({ length: AT_ONCE }, () =>
      Blotter.beside(stage, url, {}, { command: [process.execPath, program, 'up'] }),
    ),
  );
  const codes = await Promise.all(commands.map(async ({ exited }) => (await exited).code));
  stage.card.exactly('exit codes of five `db:up` at once', tally(codes), `0 × ${AT_ONCE}`);
  const said = commands.map(({ lastWords }) => lastWords);
  stage.card.exactly(
    'of them with nothing to do',
    said.filter((text) => text === 'Nothing to apply.').length,
    AT_ONCE - 1,
  );
}

/** Held up in the middle of its migrations by a table of that name which we make and do not commit. */
async function killedInTheMiddle(stage: Stage, url: string): Promise<void> {
  const { card } = stage;
  const database = await session(url);
  await using watcher = await session(url);
  const tables = async (): Promise<string> =>
    (await watcher.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).rows.join();
  await database.query('BEGIN; CREATE TABLE operation_history ()');
  const killed = await Blotter.beside(stage, url);
  const stuck =
    "SELECT FROM pg_stat_activity WHERE application_name LIKE 'blotter migrations%' AND wait_event_type = 'Lock'";
  await until('the migrations are stuck', async () => (await watcher.query(stuck)).rowCount === 1);
  await killed.kill();
  await database.end();
  const left = "SELECT FROM pg_stat_activity WHERE application_name LIKE 'blotter migrations%'";
  await until('its connection is gone', async () => (await watcher.query(left)).rowCount === 0);
  card.exactly('tables after a kill in the middle of the first migrations', await tables(), '');
  const next = await Blotter.beside(stage, url);
  await next.ready();
  await next.kill();
}

/** The code of today, in a copy of the repository without its newest migration, on a database that has it. */
async function onANewerDatabase(stage: Stage, url: string): Promise<void> {
  const { card } = stage;
  const current = await Blotter.beside(stage, url);
  await current.ready();
  const older = await tempFolder(stage);
  const names = await migrationNames(ownMigrations);
  await mkdir(join(older, 'migrations'));
  await cp(join(repository, 'src'), join(older, 'src'), { recursive: true });
  await cp(join(repository, 'package.json'), join(older, 'package.json'));
  await symlink(join(repository, 'node_modules'), join(older, 'node_modules'));
  for (const name of names.slice(0, -1))
    await cp(join(ownMigrations, `${name}.ts`), join(older, 'migrations', `${name}.ts`));
  await writeFile(join(older, '.env'), '');
  const command = [process.execPath, join(older, 'src/infrastructure/main.ts')];
  const refused = await Blotter.beside(stage, url, {}, { command });
  const { code } = await refused.exited;
  card.exactly('exit code of a start on a newer database', String(code), '1');
  card.exactly(
    'what it says',
    refused.fatal,
    `Blotter cannot start: This database was made by a newer Blotter: it has migration ${names.at(-1)}, which this version does not know. Start the newer version, or restore a backup.`,
  );
  card.exactly('the newer one meanwhile', String(await current.ready().then(() => 'ready')), 'ready');
  await current.kill();
}

/** Two at once and one later: the first goes on, the others say who has it. */
async function onOneDataFolder(stage: Stage): Promise<void> {
  const { card } = stage;
  const dataDir = await tempFolder(stage);
  new Postgres(stage, dataDir);
  const start = (): Promise<Blotter> => Blotter.start(stage, { settings: { DATA_DIR: dataDir }, cwd: dataDir });
  const pair = await Promise.all([start(), start()]);
  const loser = await Promise.race(pair.map(async (blotter) => blotter.exited.then(() => blotter)));
  const winner = pair.find((blotter) => blotter !== loser)!;
  await winner.ready(PATIENCE_MILLISECONDS);
  const third = await start();
  for (const refused of [loser, third]) {
    const { code } = await refused.exited;
    card.exactly('exit code of another one on the same data folder', String(code), '1');
    card.exactly(
      'what that one says',
      refused.fatal,
      `Blotter cannot start: Another Blotter (pid ${winner.pid}) already uses the data folder ${dataDir}. Stop it, or give this one its own DATA_DIR.`,
    );
  }
  const client = await newcomer(stage, winner.url);
  card.exactly('the first one meanwhile', (await client.get('/api/v1/users/me')).status, 200);
  await winner.kill();
}

const reasons = (results: readonly PromiseSettledResult<unknown>[]): string[] =>
  results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
