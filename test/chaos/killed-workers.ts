import type { Blotter } from './stage/blotter.ts';
import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';
import { type Backend, Workshop } from './stage/workshop.ts';

type Size = { readonly backend: Backend; readonly jobs: number; readonly workers: number; readonly kills: number };

const CONCURRENCY = 5;
const BETWEEN_KILLS = 700;

/** C-1: workers are killed one after the other, and every job is done all the same. */
export async function killedWorkers(stage: Stage, { backend, jobs, workers, kills }: Size): Promise<void> {
  const { card, random } = stage;
  const shop = await Workshop.open(stage, backend);
  const start = (): Promise<Blotter> => shop.worker(['--queues', 'mail', '--concurrency', String(CONCURRENCY)]);
  await shop.readyWorker(['--queues', 'default']);
  const crew = await Promise.all(Array.from({ length: workers }, start));
  // So slow that the work outlasts the kills.
  shop.smtp.behave({ takeAfter: (kills * BETWEEN_KILLS * workers * CONCURRENCY) / jobs });
  const ids = await shop.add(jobs);
  await until('they work', () => shop.smtp.mails.length > 0);
  for (let kill = 0; kill < kills; kill += 1) {
    await lasting(BETWEEN_KILLS);
    const at = random.between(0, crew.length - 1);
    await crew[at]?.kill();
    crew[at] = await start();
  }
  shop.smtp.behave('take');
  const seconds = (await shop.untilOver(ids)) / 1_000;
  const outcomes = await shop.outcomes(ids);
  const arrivals = shop.arrivals(ids);
  card.exactly('jobs', outcomes.length, jobs);
  card.none(
    'jobs that were not done',
    outcomes.filter(({ state }) => state !== 'succeeded'),
  );
  card.none(
    'jobs that say that they were done, and were not',
    ids.filter((_id, index) => arrivals[index] === 0),
  );
  card.note('jobs that were begun anew', outcomes.filter(({ run }) => run > 1).length);
  card.atMost('jobs that were done twice', arrivals.filter((count) => count > 1).length, kills * CONCURRENCY);
  card.note('until all was done after the last kill', seconds, 's');
  card.none(
    'workers that ended by themselves',
    crew.filter(({ isRunning }) => !isRunning).map(({ lastWords }) => lastWords),
  );
}
