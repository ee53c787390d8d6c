import { auditLedger } from './stage/audit.ts';
import { Blotter } from './stage/blotter.ts';
import { Crew } from './stage/crew.ts';
import { largest, tally } from './stage/figures.ts';
import { Postgres } from './stage/postgres.ts';
import type { Stage } from './stage/stage.ts';
import { tempFolder } from './stage/temp-folder.ts';
import { lasting } from './stage/wait.ts';

/**
 * R1: kill -9 of the API in the embedded default, every other time together with all of PostgreSQL, while writers post, change
 * and delete, each call again with the same key until it is acknowledged.
 */
export async function killedApi(stage: Stage, { kills, writers }: { kills: number; writers: number }): Promise<void> {
  const { card, random } = stage;
  const dataDir = await tempFolder(stage);
  const postgres = new Postgres(stage, dataDir);
  const settings = { DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
  let blotter = await Blotter.start(stage, { settings, cwd: dataDir });
  await blotter.ready();
  const crew = await Crew.hire(stage, blotter.url, writers);
  const restart = async (): Promise<number> => {
    blotter = await Blotter.start(stage, { settings: { ...settings, PORT: String(blotter.port) }, cwd: dataDir });
    return await blotter.ready();
  };
  await blotter.kill();
  const quiet = await restart();

  crew.start();
  const starts: { alone: number[]; both: number[] } = { alone: [], both: [] };
  for (let kill = 0; kill < kills; kill += 1) {
    await crew.progress(writers * 5);
    await lasting(random.between(0, 300));
    const both = kill % 2 === 1;
    await Promise.all([blotter.kill(), both ? postgres.kill() : undefined]);
    (both ? starts.both : starts.alone).push(await restart());
  }
  await crew.progress(writers * 5);
  await crew.finish();

  const { attempts } = crew;
  card.note('kills', kills);
  card.note('calls', tally(attempts.map(({ status }) => status)));
  card.none('lost, doubled or unexplained', await auditLedger(await postgres.url(), crew.writers));
  card.none('answers that must not be', unexpected(attempts));
  card.note('exec to ready without load', quiet, 'ms');
  card.atMost('exec to ready after a kill of Blotter', largest(starts.alone), Math.max(2_000, 4 * quiet), 'ms');
  // PostgreSQL first writes again what its log has.
  card.atMost('exec to ready after a kill of both', largest(starts.both), Math.max(3_000, 4 * quiet), 'ms');
}

const unexpected = (attempts: Crew['attempts']): string[] =>
  attempts.filter(({ status }) => status === 500).map(({ method, answer }) => `${method} ${answer?.body}`);
