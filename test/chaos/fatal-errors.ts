import { fileURLToPath } from 'node:url';
import { Blotter, type BlotterOptions } from './stage/blotter.ts';
import { Client } from './stage/client.ts';
import { newcomer } from './stage/people.ts';
import { Postgres } from './stage/postgres.ts';
import type { Stage } from './stage/stage.ts';
import { tempFolder } from './stage/temp-folder.ts';
import { lasting, within } from './stage/wait.ts';

const FAULTS = [
  'timer',
  'immediate',
  'microtask',
  'rejection',
  'rejection with a text',
  'rejection with nothing',
  'emitter',
  'stream',
  'listener of a response',
];

/**
 * R27, the fatal part: an error that nobody catches leaves a state that nobody knows. The process says so once and ends, and the
 * next one finds everything, also the embedded PostgreSQL that the dead one left running.
 */
export async function fatalErrors(stage: Stage, { all }: { all: boolean }): Promise<void> {
  const { card, random } = stage;
  const dataDir = await tempFolder(stage);
  new Postgres(stage, dataDir);
  const start = (fault?: string): Promise<Blotter> => {
    const settings: BlotterOptions['settings'] = { DATA_DIR: dataDir, ...(fault && { CHAOS_FAULT: fault }) };
    const preload = fileURLToPath(new URL('processes/fault.ts', import.meta.url));
    return Blotter.start(stage, { settings, nodeOptions: fault ? ['--import', preload] : [], cwd: dataDir });
  };
  const first = await start();
  await first.ready();
  const client = await newcomer(stage, first.url);
  first.signal('SIGTERM');
  await first.exited;
  const second = await start();
  const quiet = await second.ready();
  await second.kill();

  const chosen = all ? FAULTS : [...new Set([random.pick(FAULTS), 'timer', 'rejection', 'listener of a response'])];
  for (const fault of chosen) {
    const blotter = await start(fault);
    card.atMost('exec to ready after one that died', await blotter.ready(), Math.max(2_000, 4 * quiet), 'ms');
    const me = client.at(blotter.url, { keepAlive: false });
    card.exactly('its answer before the fault', (await me.get('/api/v1/users/me')).status, 200);
    blotter.signal('SIGUSR2');
    const { code } = await within(10_000, `the end by a fault in a ${fault}`, endUnderRequests(blotter));
    const fatal = blotter.log.filter(({ level }) => level === 60);
    card.exactly('exit code', `${code}`, '70');
    card.exactly('what it says', fatal.map(({ msg }) => msg).join(), 'an error that nobody caught');
    card.exactly('what it says besides', blotter.stderr, '');
  }
}

/** Some faults wait for a request, which may be answered before the signal has come. */
async function endUnderRequests(blotter: Blotter): Promise<{ readonly code: number | null }> {
  while (blotter.isRunning) {
    await new Client(blotter.url, undefined, { keepAlive: false }).get('/livez').catch(() => {});
    await lasting(20);
  }
  return await blotter.exited;
}
