import type { Stage } from './stage/stage.ts';
import { until } from './stage/wait.ts';
import { type Backend, Workshop } from './stage/workshop.ts';

/** C-15: a worker that is told to stop begins nothing more, ends what it can, gives back the rest, and leaves no lock behind. */
export async function stoppedWorkers(
  stage: Stage,
  { backend, jobs, stops }: { backend: Backend; jobs: number; stops: number },
): Promise<void> {
  const { card } = stage;
  const shop = await Workshop.open(stage, backend);
  const args = ['--queues', 'mail', '--concurrency', '3'];
  for (let stop = 0; stop < stops; stop += 1) {
    const isStalled = stop === stops - 1;
    shop.smtp.behave({ takeAfter: 100 });
    const worker = await shop.readyWorker(args);
    const before = shop.smtp.mails.length;
    await shop.add(jobs);
    await until('it works', () => shop.smtp.mails.length > before);
    if (isStalled) {
      shop.smtp.behave('stall after the content');
      const sent = () => shop.smtp.mails.length;
      const had = sent();
      await until(
        'nothing comes through any more',
        async () => (await shop.outcomes()).filter(({ state }) => state === 'running').length === 3 && sent() >= had,
      );
    }
    const asked = performance.now();
    worker.signal('SIGTERM');
    const { code, at } = await worker.exited;
    card.exactly('exit', String(code), '0');
    card.atMost('time that it takes to stop', (at - asked) / 1_000, 9.5, 's');
    card.exactly('what is left locked', await shop.leftLocked(), 0);
  }
  shop.smtp.behave('take');
  await shop.readyWorker(args);
  await shop.untilOver();
  card.none(
    'jobs that were not done at their first attempt',
    (await shop.outcomes()).filter(({ state, attempts }) => state !== 'succeeded' || attempts !== 1),
  );
}
