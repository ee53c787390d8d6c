import { repository } from '#test/support/repository.ts';
import { Blotter } from './stage/blotter.ts';
import type { NoAnswerError } from './stage/client.ts';
import { largest } from './stage/figures.ts';
import { processesNaming } from './stage/linux.ts';
import { newcomer } from './stage/people.ts';
import { Postgres, session, waitingForLocks } from './stage/postgres.ts';
import type { Stage } from './stage/stage.ts';
import { tempFolder } from './stage/temp-folder.ts';
import { lasting, until } from './stage/wait.ts';

/** R14 in the embedded default: however and whenever it is told to stop, PostgreSQL stops after it and nothing is left running. */
export async function stoppedWithItsDatabase(stage: Stage, { rounds }: { rounds: number }): Promise<void> {
  const dataDir = await tempFolder(stage);
  const postgres = new Postgres(stage, dataDir);
  const starts: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    starts.push(await byCtrlC(stage, postgres));
    await whilePostgresRecovers(stage, postgres, true);
    await whilePostgresRecovers(stage, postgres, false);
  }
  await whileItStarts(stage, { rounds: rounds * 4, longest: largest(starts) });
}

/** Ctrl-C in the terminal of `npm start`: npm, its shell and Blotter get SIGINT, and npm sends its own after it. */
async function byCtrlC(stage: Stage, postgres: Postgres): Promise<number> {
  const { card } = stage;
  const npm = await Blotter.start(stage, {
    settings: { DATA_DIR: postgres.dataDir },
    command: ['npm', '--prefix', repository, 'start'],
    cwd: postgres.dataDir,
  });
  const ready = await npm.ready();
  const client = await newcomer(stage, npm.url);
  const database = await session(await postgres.url());
  await database.query('BEGIN; LOCK TABLE operations');
  const call = client.get('/api/v1/operations').then(
    ({ status }) => status,
    (error: NoAnswerError) => error.code,
  );
  await until('the list waits for the lock', async () => (await waitingForLocks(postgres)) === 1);
  npm.signalGroup('SIGINT');
  await until('it is stopping', () => npm.log.some(({ msg }) => msg === 'stopping'));
  await lasting(600);
  const atWork = (await postgres.pids()).length > 0;
  await database.query('COMMIT');
  await database.end();
  card.exactly('a request under way at Ctrl-C', await call, 200);
  await npm.exited;
  card.exactly('PostgreSQL while requests end', atWork ? 'runs' : 'stopped', 'runs');
  card.exactly(
    'the last word after Ctrl-C',
    String(npm.log.findLast(({ level }) => level !== undefined)?.['msg']),
    'stopped',
  );
  await expectNothingLeft(stage, postgres, 'Ctrl-C');
  return ready;
}

/** SIGTERM while the embedded PostgreSQL, killed as a whole or restarting after one of its processes was, is being brought back. */
async function whilePostgresRecovers(stage: Stage, postgres: Postgres, whole: boolean): Promise<void> {
  const { card, random } = stage;
  const blotter = await Blotter.start(stage, { settings: { DATA_DIR: postgres.dataDir }, cwd: postgres.dataDir });
  await blotter.ready();
  await (whole ? postgres.kill() : postgres.killOneBackend());
  await lasting(random.between(0, 150));
  const start = performance.now();
  blotter.signal('SIGTERM');
  const { code, signal, at } = await blotter.exited;
  card.exactly('exit code while PostgreSQL recovers', String(code ?? signal), '0');
  card.atMost('SIGTERM to exit while PostgreSQL recovers', at - start, 10_000, 'ms');
  await expectNothingLeft(stage, postgres, 'a stop while PostgreSQL recovers');
}

/** SIGTERM at random moments of the very first start, which makes the cluster, and of later ones. */
async function whileItStarts(stage: Stage, { rounds, longest }: { rounds: number; longest: number }): Promise<void> {
  const { card, random } = stage;
  const endings: string[] = [];
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const dataDir = await tempFolder(stage);
    const postgres = new Postgres(stage, dataDir);
    for (const moment of [random.between(300, 1_500), random.between(300, Math.max(400, longest))]) {
      const blotter = await Blotter.start(stage, { settings: { DATA_DIR: dataDir }, cwd: dataDir });
      await lasting(moment);
      const start = performance.now();
      blotter.signal('SIGTERM');
      const { code, signal, at } = await blotter.exited;
      endings.push(String(code ?? signal));
      times.push(at - start);
      await expectNothingLeft(stage, postgres, 'a stop while it starts');
    }
  }
  // Before its first line has run, a process has no say in what SIGTERM does.
  card.none(
    'other endings of a start than 0',
    endings.filter((ending) => ending !== '0' && ending !== 'SIGTERM'),
  );
  card.atMost('SIGTERM to exit of a start', largest(times), 10_000, 'ms');
}

/** Asked by their command lines: a server that has only just been started has no postmaster.pid yet. */
async function expectNothingLeft({ card }: Stage, { dataDir }: Postgres, after: string): Promise<void> {
  card.none(`processes left after ${after}`, await processesNaming(dataDir));
}
