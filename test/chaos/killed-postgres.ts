import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { auditLedger } from './stage/audit.ts';
import { Blotter } from './stage/blotter.ts';
import { Crew } from './stage/crew.ts';
import { largest, percentile, tally } from './stage/figures.ts';
import { Postgres } from './stage/postgres.ts';
import { Readers } from './stage/readers.ts';
import { isWrong, shown } from './stage/right-answers.ts';
import type { Stage } from './stage/stage.ts';
import { tempFolder } from './stage/temp-folder.ts';
import { until } from './stage/wait.ts';

const READS = ['/api/v1/users/me', '/api/v1/accounts', '/api/v1/operations?limit=20', '/api/v1/operations?symbol=VUSA'];

/**
 * R2: kill -9 of every process of PostgreSQL under load, while the API lives on. The embedded one is brought back by Blotter, an
 * external one by us after it was away for a while.
 */
export async function killedPostgres(
  stage: Stage,
  { kills, writers, embedded }: { kills: number; writers: number; embedded: boolean },
): Promise<void> {
  const { card } = stage;
  const { blotter, postgres } = await (embedded ? withEmbedded(stage) : withExternal(stage));
  await blotter.ready();
  // Somebody tidies up: a log that is gone must not keep Blotter from starting the server again.
  if (embedded) await rm(join(postgres.dataDir, 'postgres.log'));
  const crew = await Crew.hire(stage, blotter.url, writers);
  const readers = new Readers(crew.clients[0]!, READS);
  crew.start();

  const recoveries: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    await crew.progress(writers * 5);
    await postgres.kill();
    if (!embedded) {
      const before = crew.attempts.length;
      await until('some were refused', () => crew.attempts.length > before + 2 * writers);
      void postgres.start();
    }
    await until('PostgreSQL takes connections', () => postgres.takesConnections(), { patience: 60_000 });
    const [accepted, seen] = [performance.now(), readers.readings.length];
    const written = (): number | undefined =>
      crew.attempts.find(({ at, outcome }) => at > accepted && outcome === 'ok')?.at;
    const read = (): number | undefined => readers.readings.slice(seen).find(({ status }) => status === 200)?.at;
    await until('something is read and written', () => written() !== undefined && read() !== undefined);
    recoveries.push(Math.max(written()!, read()!) - accepted);
  }
  await crew.progress(writers * 5);
  await crew.finish();
  const readings = await readers.finish();

  const calls = [...crew.attempts, ...readings];
  const refusals = calls.filter(({ status }) => status === 503);
  card.note('kills', kills);
  card.note('calls', tally(calls.map(({ status }) => status)));
  card.none('lost, doubled or unexplained', await auditLedger(await postgres.url(), crew.writers));
  card.none('answers that are neither right nor a 503 that says when to come back', calls.filter(isWrong).map(shown));
  card.atLeast('503s', refusals.length, kills);
  card.atMost(
    '99 of 100 503s come within',
    percentile(
      refusals.map(({ milliseconds }) => milliseconds),
      0.99,
    ),
    1_000,
    'ms',
  );
  card.atMost('PostgreSQL takes connections to first read and write', largest(recoveries), 3_000, 'ms');
  card.exactly('the API', blotter.isRunning ? 'lives' : 'ended', 'lives');
}

async function withEmbedded(stage: Stage): Promise<{ blotter: Blotter; postgres: Postgres }> {
  const dataDir = await tempFolder(stage);
  const postgres = new Postgres(stage, dataDir);
  const settings = { DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
  return { blotter: await Blotter.start(stage, { settings, cwd: dataDir }), postgres };
}

async function withExternal(stage: Stage): Promise<{ blotter: Blotter; postgres: Postgres }> {
  const postgres = await Postgres.external(stage);
  return { blotter: await Blotter.beside(stage, await postgres.url(), { LOG_LEVEL: 'warn' }), postgres };
}
