import { troubledAttempts } from './stage/attempts.ts';
import { auditLedger } from './stage/audit.ts';
import { Blotter } from './stage/blotter.ts';
import { brokerFile, differencesOf } from './stage/broker-file.ts';
import { Census } from './stage/census.ts';
import { expectStatus } from './stage/client.ts';
import { Crew } from './stage/crew.ts';
import { tally } from './stage/figures.ts';
import { Importer, type ImportSight } from './stage/importer.ts';
import { newcomer } from './stage/people.ts';
import { Postgres, session } from './stage/postgres.ts';
import { Readers } from './stage/readers.ts';
import { isWrong, shown } from './stage/right-answers.ts';
import { SmallDisk } from './stage/small-disk.ts';
import type { Stage } from './stage/stage.ts';
import { tempFolder } from './stage/temp-folder.ts';
import { until } from './stage/wait.ts';

/** What lies on the disk that is full: the data of an external PostgreSQL, its write-ahead log, or all that an embedded one has. */
type Part = 'data' | 'log' | 'all';

type Size = {
  readonly part: Part;
  readonly writers: number;
  readonly rows: number;
  /** Whether there is no room until the job of the import is given up. */
  readonly isLong: boolean;
};

const READS = ['/api/v1/users/me', '/api/v1/accounts', '/api/v1/operations?limit=20', '/api/v1/operations?symbol=VUSA'];
const MEGABYTES = 256;
/** For a commit to be asked for, and not to be done. */
const LITTLE_ROOM = 3;
const HARDLY_ANY_ROOM = 0.5;
/** Of the file, in the one that finds no room. */
const TIMES = 25;
const NO_ROOM = 'The disk of the database is full';

/**
 * R22: the disk of PostgreSQL is filled while people write, one brings a file and another one is being booked. What finds no room is refused, nothing
 * that was acknowledged is lost, nothing is half there, and all goes on when there is room again.
 */
export async function fullDisk(stage: Stage, { part, writers, rows, isLong }: Size): Promise<void> {
  const { card } = stage;
  const disk = await SmallDisk.mount(stage, MEGABYTES);
  const { blotter, postgres } = await onDisk(stage, part, disk);
  await blotter.ready();
  const url = await postgres.url();
  const crew = await Crew.hire(stage, blotter.url, writers);
  const importer = new Importer(await newcomer(stage, blotter.url));
  const file = brokerFile(rows);
  const { id } = JSON.parse(expectStatus(201, await importer.send(file)).body) as ImportSight;
  const census = new Census(url);
  crew.start();
  await crew.progress(writers * 5);
  const readers = new Readers(crew.clients[0]!, READS, 20);

  await disk.leave(LITTLE_ROOM);
  const job = await importer.ask(id, 'commit');
  if (part === 'data') await until('it is begun', async () => (await importer.job(job)).state !== 'queued');
  if (isLong) await untilGivenUp(disk, importer, job);
  await disk.leave(0);
  const upload = await importer.send(Buffer.concat(Array.from({ length: TIMES }, () => file)));
  if (part === 'data') card.exactly('pieces left of it when it was refused', await piecesLeft(url), 0);
  // It comes back only when there is room.
  if (part === 'all') await postgres.kill();
  const before = crew.attempts.length;
  const refused = () => crew.attempts.slice(before).filter(({ status }) => status === 503).length;
  await until('writers are refused', () => refused() > 2 * writers, { patience: 60_000 });
  card.note('PostgreSQL', (await postgres.takesConnections()) ? 'goes on' : 'is away');

  await disk.free();
  if (part === 'log') await postgres.start();
  const back = await until('PostgreSQL takes connections', () => postgres.takesConnections(), { patience: 60_000 });
  card.note('from room to connections', back, 'ms');
  await crew.progress(writers * 5);
  const readings = await readers.finish();
  await crew.finish();
  if (isLong) card.exactly('an import whose job was given up', (await importer.import(id)).state, 'draft');
  await importer.untilOver(isLong ? await importer.ask(id, 'commit') : job);
  card.none('rows missing, doubled, or other than in the file', differencesOf(await importer.export(), file));
  const { state } = await importer.untilOver(await importer.ask(id, 'undo'));
  card.exactly('how it was taken back', state, 'succeeded');
  card.none('counts of its rows that were neither none nor all', await census.finish(rows));
  card.note('pieces left of files that found no room', await piecesLeft(url));
  await keepHouse(url);
  card.exactly('the same after the next housekeeping', await piecesLeft(url), 0);

  const calls = [...crew.attempts, ...readings, { status: upload.status, answer: upload }];
  card.note('calls', tally(calls.map(({ status }) => status)));
  card.exactly('answer to who brings a file that finds no room', upload.status, 503);
  card.none('answers that are neither right nor a 503 that says when to come back', calls.filter(isWrong).map(shown));
  const troubles = await troubledAttempts(url);
  if (part === 'data') {
    card.none('reads that failed', readings.filter(({ status }) => status !== 200).map(shown));
    card.none(
      'refusals that do not say why',
      calls
        .filter(({ status }) => status === 503)
        .map(shown)
        .filter(isSilent),
    );
    card.atLeast('attempts to book the file that failed', troubles.length, isLong ? 5 : 1);
    card.none('of these, such that do not say why', troubles.filter(isSilent));
  }
  card.none('lost, doubled or unexplained', await auditLedger(url, crew.writers));
  card.exactly('the API', blotter.isRunning ? 'lives' : 'ended', 'lives');
}

async function onDisk(
  stage: Stage,
  part: Part,
  { folder }: SmallDisk,
): Promise<{ blotter: Blotter; postgres: Postgres }> {
  const settings = { LOG_LEVEL: 'warn' };
  if (part === 'all') {
    const postgres = new Postgres(stage, folder);
    return {
      postgres,
      blotter: await Blotter.start(stage, { settings: { ...settings, DATA_DIR: folder }, cwd: folder }),
    };
  }
  const elsewhere = await tempFolder(stage);
  const [dataDir, walDir] = part === 'data' ? [folder, elsewhere] : [elsewhere, folder];
  const postgres = await Postgres.external(stage, { dataDir, walDir });
  return { postgres, blotter: await Blotter.beside(stage, await postgres.url(), settings) };
}

const isSilent = (said: string): boolean => !said.includes(NO_ROOM);

/** There is room for each of its failures to be written down, and never for its rows. */
async function untilGivenUp(disk: SmallDisk, importer: Importer, job: string): Promise<void> {
  const isOver = async (): Promise<boolean> => {
    await disk.leave(HARDLY_ANY_ROOM);
    return (await importer.job(job)).state === 'failed';
  };
  await until('it is given up', isOver, { patience: 240_000, pause: 200 });
}

async function piecesLeft(url: string): Promise<number> {
  await using database = await session(url);
  const text = `SELECT count(*)::int AS count FROM import_chunks JOIN imports ON id = import_id WHERE state = 'uploading'`;
  return (await database.query<{ count: number }>(text)).rows[0]?.count ?? 0;
}

/** Lets the hour pass in which an upload that has broken off might go on, and the next time of the housekeeping come. */
async function keepHouse(url: string): Promise<void> {
  await using database = await session(url);
  await database.query(`UPDATE imports SET updated_at = updated_at - interval '1 hour' WHERE state = 'uploading'`);
  await database.query(`UPDATE job_schedules SET next_at = now() WHERE task = 'purge'`);
  const purged = `SELECT FROM jobs WHERE task = 'purge' AND state = 'succeeded'`;
  await until('house is kept', async () => (await database.query(purged)).rowCount === 1);
}
