import { troubledAttempts } from './stage/attempts.ts';
import { brokerFile, differencesOf } from './stage/broker-file.ts';
import { Census } from './stage/census.ts';
import { largest } from './stage/figures.ts';
import { Importer } from './stage/importer.ts';
import { newcomer } from './stage/people.ts';
import { Shift } from './stage/shift.ts';
import type { Stage } from './stage/stage.ts';
import { Workshop } from './stage/workshop.ts';

type Size = {
  readonly rows: number;
  /** Of workers that book the file. */
  readonly kills: number;
  /** Of workers that read the file, and of such that take its rows back. */
  readonly more: number;
};

const DEEDS = ['read', 'commit', 'undo'] as const;
/** Of each of the jobs of an import: how often a worker is killed, or how many milliseconds it takes. */
type Each = Readonly<Record<(typeof DEEDS)[number], number>>;

const NONE: Each = { read: 0, commit: 0, undo: 0 };
/** A third one, and the job would be given up. */
const MOST_OF_ONE_JOB = 2;

/**
 * R7: workers are killed while they read a file, book it and take it back. Who counts sees all of its rows or none, who follows a job sees it come
 * nearer to its end only, and another worker has it within the life of a lock and two seconds.
 */
export async function killedMidImport(stage: Stage, { rows, kills, more }: Size): Promise<void> {
  const { card, random } = stage;
  const shop = await Workshop.open(stage, 'PostgreSQL');
  const api = await shop.api({ LOG_LEVEL: 'warn' });
  await api.ready();
  const shift = await Shift.begin(shop);
  const importer = new Importer(await newcomer(stage, api.url));
  const census = new Census(await shop.postgres.url());
  const file = brokerFile(rows);
  const empty = await importer.export();
  const killed = { ...NONE };

  const done = async (deed: keyof Each, jobId: string, crashes: Each, spans: Each): Promise<number> => {
    const [began, follower] = [performance.now(), importer.follow(jobId)];
    for (let crash = 0; crash < crashes[deed]; crash += 1)
      killed[deed] += Number(await shift.lose(jobId, random.between(0, spans[deed])));
    const { state, error } = await importer.untilOver(jobId);
    card.exactly('how a job ended', `${state}: ${error}`, 'succeeded: null');
    card.none('progress that went back', await follower());
    return performance.now() - began;
  };
  const round = async (crashes: Each, spans: Each): Promise<Each> => {
    const sent = importer.send(file);
    const { id, job_id } = await importer.coming();
    const read = await done('read', job_id, crashes, spans);
    card.exactly('answer to who brings the file', (await sent).status, 201);
    const { state, counts } = await importer.import(id);
    card.exactly(
      'what is read',
      `${state} ${counts?.rows} rows, ${counts?.new} new`,
      `draft ${rows} rows, ${rows} new`,
    );
    const commit = await done('commit', await importer.ask(id, 'commit'), crashes, spans);
    card.none('rows missing, doubled, or other than in the file', differencesOf(await importer.export(), file));
    card.exactly(
      'operations, and what a list of one shows',
      `${await census.count()} ${await importer.listed()}`,
      `${rows} 1`,
    );
    const undo = await done('undo', await importer.ask(id, 'undo'), crashes, spans);
    card.exactly('bytes of the export after it was taken back', (await importer.export()).length, empty.length);
    return { read, commit, undo };
  };
  const spans = await round(NONE, NONE);
  while (killed.commit < kills || killed.read < more || killed.undo < more)
    await round(
      {
        read: Number(killed.read < more),
        commit: Math.min(MOST_OF_ONE_JOB, kills - killed.commit),
        undo: Number(killed.undo < more),
      },
      spans,
    );

  for (const deed of DEEDS) {
    card.note(`to ${deed} it when nobody is killed`, spans[deed], 'ms');
    card.note(`workers that were killed while they had to ${deed} it`, killed[deed]);
  }
  card.atMost('until another worker has the job of a killed one', largest(shift.resumptions) / 1_000, 12, 's');
  card.note('times that the operations were counted', census.counts.length);
  card.none('counts that were neither none nor all', await census.finish(rows));
  card.none('attempts that came to nothing, and not by a kill', await troubledAttempts(await shop.postgres.url()));
  card.exactly('the API', api.isRunning ? 'lives' : 'ended', 'lives');
}
