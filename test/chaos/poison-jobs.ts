import type { Stage } from './stage/stage.ts';
import { until } from './stage/wait.ts';
import { Workshop } from './stage/workshop.ts';

const POISON = 'poison@example.com';

/** C-2 and C-3: a job whose worker dies is begun again before the others that wait, and one that kills its worker each time is given up. */
export async function poisonJobs(stage: Stage, { backlog }: { backlog: number }): Promise<void> {
  const { card } = stage;
  const shop = await Workshop.open(stage, 'PostgreSQL');
  const start = () => shop.readyWorker(['--queues', 'mail', '--concurrency', '1']);
  const workers = [await start(), await start()];
  shop.smtp.behave({ takeAfter: 20, stallFor: POISON });
  const [poison = ''] = await shop.add(1, { to: POISON });
  for (let crash = 1; crash <= 3; crash += 1) {
    const { worker, run } = await shop.untilRuns(poison);
    card.exactly(`the run that dies as the ${crash}.`, run, crash);
    await shop.add(backlog);
    const pid = await shop.pidOf(worker ?? '');
    const victim = workers.findIndex((one) => one.pid === pid);
    await workers[victim]?.kill();
    const took = await until(
      'somebody has taken it over',
      async () => {
        const [job] = await shop.outcomes([poison]);
        return job?.state === 'failed' || (job?.run ?? 0) > run;
      },
      { patience: 30_000 },
    );
    card.atMost('until the job of a killed worker is begun again, or given up', took / 1_000, 12, 's');
    workers[victim] = await start();
  }
  const [given] = await shop.outcomes([poison]);
  card.exactly('why it was given up', `${given?.state}: ${given?.error?.split(':')[0]}`, 'failed: crash limit');
  await shop.untilOver();
  card.none(
    'other jobs that were not done',
    (await shop.outcomes()).filter(({ id, state }) => id !== poison && state !== 'succeeded'),
  );
}
