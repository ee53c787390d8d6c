import { join } from 'node:path';
import { Blotter } from './stage/blotter.ts';
import { run } from './stage/copies.ts';
import { Crew } from './stage/crew.ts';
import { Postgres } from './stage/postgres.ts';
import { auditInstant, knownNow } from './stage/restored-ledger.ts';
import type { Stage } from './stage/stage.ts';
import { tempFolder } from './stage/temp-folder.ts';

const IN_USE = '1 A Blotter process works on this database: stop it before a backup is restored into it.';

/** R25: backups of the embedded default while writers go on, each restored into a new data folder, from which a Blotter then serves. */
export async function backedUpUnderLoad(
  stage: Stage,
  { backups, writers, before }: { backups: number; writers: number; before: number },
): Promise<void> {
  const { card } = stage;
  const [dataDir, folder] = [await tempFolder(stage), await tempFolder(stage)];
  new Postgres(stage, dataDir);
  const blotter = await Blotter.start(stage, { settings: { DATA_DIR: dataDir, LOG_LEVEL: 'warn' }, cwd: dataDir });
  await blotter.ready();
  const crew = await Crew.hire(stage, blotter.url, writers);
  crew.start();
  const made: { file: string; known: ReturnType<typeof knownNow>; sums: readonly string[] }[] = [];
  for (let backup = 0; backup < backups; backup += 1) {
    await crew.progress(before);
    const [file, known, acknowledged] = [join(folder, `${backup}.blotter`), knownNow(crew.writers), crew.acknowledged];
    const { code, stderr, sums, milliseconds } = await run(stage, { DATA_DIR: dataDir }, ['backup', file]);
    card.exactly('exit code of a backup, and what it says on stderr', `${code} ${stderr}`, '0 ');
    card.atLeast('writes that were acknowledged meanwhile', crew.acknowledged - acknowledged, 1);
    card.note('a backup under load', milliseconds, 'ms');
    made.push({ file, known, sums });
  }
  const beside = await run(stage, { DATA_DIR: dataDir }, ['restore', made[0]!.file]);
  card.exactly('exit code of a restore beside a Blotter, and what it says', `${beside.code} ${beside.stderr}`, IN_USE);
  await crew.finish();
  card.none(
    'answers that must not be',
    crew.attempts.filter(({ outcome }) => outcome === 'info').map(({ status }) => status),
  );

  const after = knownNow(crew.writers);
  for (const { file, known, sums } of made) {
    const restored = await tempFolder(stage);
    const postgres = new Postgres(stage, restored);
    const {
      code,
      stderr,
      sums: again,
      milliseconds,
    } = await run(stage, { DATA_DIR: restored }, ['restore', file, '--verify']);
    card.exactly('exit code of a restore, and what it says on stderr', `${code} ${stderr}`, '0 ');
    card.none(
      'tables that are not those of the snapshot',
      sums.filter((sum) => !again.includes(sum)),
    );
    card.note('a restore into a new data folder', milliseconds, 'ms');
    const next = await Blotter.start(stage, { settings: { DATA_DIR: restored, LOG_LEVEL: 'warn' }, cwd: restored });
    await next.ready();
    card.none('missing, torn or unexplained', await auditInstant(await postgres.url(), known, after));
    const client = crew.clients[0]!.at(next.url, { keepAlive: false });
    const statuses = [await client.get('/sign-in'), await client.get('/api/v1/operations')].map(({ status }) => status);
    card.exactly('its page, and operations by a token of the former one', statuses.join(), '200,200');
    await next.kill();
    card.note('operations in a backup', known.length);
  }
}
