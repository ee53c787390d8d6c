import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';
import { Workshop } from './stage/workshop.ts';

/** R8: a worker that was paused until another one has taken its job over changes nothing of it when it goes on. */
export async function pausedWorker(stage: Stage): Promise<void> {
  const { card } = stage;
  const shop = await Workshop.open(stage, 'PostgreSQL');
  const args = ['--queues', 'mail', '--concurrency', '1'];
  const workers = [await shop.readyWorker(args), await shop.readyWorker(args)];
  shop.smtp.behave('stall after the content');
  const [id = ''] = await shop.add(1);
  const { worker } = await shop.untilRuns(id);
  const pid = await shop.pidOf(worker ?? '');
  const paused = workers.find((one) => one.pid === pid);
  paused?.signal('SIGSTOP');
  shop.smtp.behave('take');
  await shop.untilOver([id]);
  const [before] = await shop.outcomes([id]);
  // What it waited for fails: now it would say so.
  shop.smtp.hangUp();
  paused?.signal('SIGCONT');
  await until('it learns that it has lost its job', async () => {
    const [other = ''] = await shop.add(1);
    await shop.untilOver([other]);
    return (await shop.pidOf(worker ?? '')) === pid;
  });
  await lasting(2_000);
  const [after] = await shop.outcomes([id]);
  card.exactly('runs of the job', before?.run ?? 0, 2);
  card.exactly('state of the job', `${before?.state} ${before?.run}`, 'succeeded 2');
  card.exactly('the same after the paused one went on', JSON.stringify(after), JSON.stringify(before));
  card.atLeast('mails of it, all by one id', shop.arrivals([id])[0] ?? 0, 1);
  card.exactly('the paused worker works on', String(paused?.isRunning), 'true');
}
