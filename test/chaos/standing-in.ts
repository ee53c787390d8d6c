import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';
import { Workshop } from './stage/workshop.ts';

/** The API works while nobody else does, and leaves the work to a worker that is there, which serves what it was told and nothing else. What the queue loses is put into it again. */
export async function standingIn(stage: Stage, { jobs }: { jobs: number }): Promise<void> {
  const { card } = stage;
  const shop = await Workshop.open(stage, 'PostgreSQL');
  const api = await shop.api();
  await api.ready();
  const alone = await shop.add(jobs);
  card.atMost('until it did the jobs alone', (await shop.untilOver(alone)) / 1_000, 10, 's');
  const other = await shop.readyWorker(['--queues', 'default']);
  await until('it stands back', () => shop.hasNoStandIn());
  const left = await shop.add(jobs);
  await until('all are in the queue', async () => (await shop.tickets()) === jobs);
  await lasting(1_000);
  card.none(
    'jobs that were begun by who does not serve them',
    (await shop.outcomes(left)).filter(({ run }) => run > 0),
  );
  card.exactly('jobs that the queue has lost', await shop.loseTickets(), jobs);
  const mailer = await shop.readyWorker(['--queues', 'mail=2']);
  card.atMost('until they are done all the same', (await shop.untilOver(left)) / 1_000, 15, 's');
  for (const worker of [other, mailer]) worker.signal('SIGTERM');
  await Promise.all([other.exited, mailer.exited]);
  const again = await shop.add(1);
  card.atMost('until the API works again when the workers have left', (await shop.untilOver(again)) / 1_000, 5, 's');
  card.none(
    'jobs that were not done at their first attempt',
    (await shop.outcomes()).filter(({ state, run }) => state !== 'succeeded' || run !== 1),
  );
}
