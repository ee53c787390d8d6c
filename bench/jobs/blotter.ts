import { pino } from 'pino';
import { newJob } from '#application/jobs/new-job.ts';
import type { TaskHandlers } from '#application/jobs/task-handler.ts';
import { TASKS } from '#application/jobs/tasks.ts';
import { composeContainer } from '#infrastructure/container/compose.ts';
import { Port, Work } from '#infrastructure/container/tokens.ts';
import { Lifecycle } from '#infrastructure/lifecycle.ts';
import { migrate } from '#infrastructure/migrations.ts';
import { openMongo } from '#infrastructure/mongo.ts';
import { openVisitingCache } from '#infrastructure/open-cache.ts';
import { openDatabase } from '#infrastructure/open-database.ts';
import { openWork } from '#infrastructure/open-work.ts';
import { query } from '../parts/throw-away-postgres.ts';
import type { Contestant } from './contestant.ts';

const log = pino({ level: 'silent' });

/** Blotter's own jobs, with all that is kept of them; Agenda shares them out by PostgreSQL, or by the MongoDB of this address. */
export async function openBlotter(url: string, mongoUrl: string | undefined): Promise<Contestant> {
  await migrate(url);
  const lifecycle = newLifecycle();
  const database = openDatabase(url, 4, lifecycle, log);
  const container = composeContainer(database, await openVisitingCache(url, lifecycle, log));
  let told: (key: string) => void = () => {};
  const settings = {
    payload: { parse: (stored: unknown) => stored as never },
    mostAttempts: 1,
    backoff: { first: 1, factor: 1, longest: 1 },
    handle: async (payload: unknown) => {
      told((payload as { readonly email: string }).email);
      return null;
    },
  };
  const handlers = Object.fromEntries(TASKS.map((task) => [task, settings])) as unknown as TaskHandlers;
  container.unbind(Work.handlers);
  container.bind(Work.handlers).toConstantValue(handlers);
  const [ids, unitOfWork] = [container.get(Port.ids), container.get(Port.unitOfWork)];
  return {
    name: 'Blotter',
    async add(key) {
      const payload = { purpose: 'verify-email', email: key } as const;
      const job = newJob(ids.next(), { task: 'send-link', payload }, { queue: 'default' });
      await unitOfWork.run(({ jobs }) => jobs.add(job));
    },
    async work(concurrency, onBegin) {
      told = onBegin;
      const working = newLifecycle();
      const mongo = openMongo({ mongoUrl }, working);
      const queues = { default: concurrency };
      openWork(container, { url, mongo, queues, standsIn: false, onEnd: () => {} }, working, log);
      return { stop: () => working.stop() };
    },
    clean: async () => {
      await query(url, 'TRUNCATE jobs, tickets CASCADE');
    },
    close: () => lifecycle.stop(),
  };
}

const newLifecycle = (): Lifecycle =>
  new Lifecycle((_part, error) => {
    throw error;
  });
