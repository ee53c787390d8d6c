import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from '#test/support/repository.ts';
import type { Stage } from './stage/stage.ts';
import { Workshop } from './stage/workshop.ts';

const CLOCK = pathToFileURL(join(repository, 'test/chaos/processes/skewed-clock.ts'));

/** R21: workers whose clocks are minutes apart begin no job early, none late and none twice. */
export async function skewedWorkers(
  stage: Stage,
  { jobs, delayed, seconds }: { jobs: number; delayed: number; seconds: number },
): Promise<void> {
  const { card } = stage;
  const shop = await Workshop.open(stage, 'PostgreSQL');
  const worker = (minutes: number) =>
    shop.readyWorker([], { nodeOptions: ['--import', `${CLOCK.href}?minutes=${minutes}`] });
  await Promise.all([worker(10), worker(-10), worker(0)]);
  const now = await shop.add(jobs);
  // Few enough that none waits for another.
  const soon = await shop.add(delayed, { seconds });
  await shop.untilOver();
  const starts = await shop.starts();
  card.exactly('jobs', starts.length, now.length + soon.length);
  card.none(
    'jobs that were begun early',
    starts.filter(({ late }) => late < 0),
  );
  card.none(
    'jobs that were begun more than once',
    starts.filter(({ run }) => run !== 1),
  );
  card.atMost(
    'how late a job was begun that waited for its time',
    Math.max(...starts.filter(({ id }) => soon.includes(id)).map(({ late }) => late)) / 1_000,
    1,
    's',
  );
  card.atMost('mails', shop.smtp.mails.length, now.length + soon.length);
}
