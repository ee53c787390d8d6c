import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';
import { type Backend, Workshop } from './stage/workshop.ts';

type Size = { readonly backend: Backend; readonly jobs: number; readonly rounds: number; readonly seconds: number };

/** C-16: PostgreSQL, MongoDB and Redis go and come back under load. No worker ends, and the work goes on soon. */
export async function storesAway(stage: Stage, { backend, jobs, rounds, seconds }: Size): Promise<void> {
  const { card } = stage;
  const shop = await Workshop.open(stage, backend);
  const workers = [await shop.readyWorker(), await shop.readyWorker()];
  shop.smtp.behave({ takeAfter: 50 });
  const stores = [shop.postgres, shop.redis, ...(shop.mongo ? [shop.mongo] : [])];
  const ids: string[] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const store of stores) {
      ids.push(...(await shop.add(jobs)));
      const before = shop.smtp.mails.length;
      await until('some of them are done', () => shop.smtp.mails.length > before);
      await store.kill();
      await lasting(seconds * 1_000);
      await store.start();
      const back = shop.smtp.mails.length;
      await until('it takes jobs', () => shop.postgres.takesConnections());
      ids.push(...(await shop.add(1)));
      const took = await until('the work goes on', () => shop.smtp.mails.length > back, { patience: 30_000 });
      card.atMost(`until the work goes on when ${store.constructor.name} is back`, took / 1_000, 5, 's');
    }
  await shop.untilOver();
  const outcomes = await shop.outcomes();
  card.none(
    'jobs that were not done',
    outcomes.filter(({ state }) => state !== 'succeeded'),
  );
  card.none(
    'jobs that say that they were done, and were not',
    ids.filter((id) => shop.arrivals([id])[0] === 0),
  );
  card.none(
    'workers that ended',
    workers.filter(({ isRunning }) => !isRunning).map(({ lastWords }) => lastWords),
  );
}
