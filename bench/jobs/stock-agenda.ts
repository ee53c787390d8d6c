import { MongoBackend } from '@agendajs/mongo-backend';
import { PostgresBackend } from '@agendajs/postgres-backend';
import { Agenda, type AgendaBackend } from 'agenda';
import { MongoClient } from 'mongodb';
import { query } from '../parts/throw-away-postgres.ts';
import type { Contestant } from './contestant.ts';

const TASK = 'no-op';

/** Where Agenda keeps its jobs, as it comes. */
export type Store = { open(): AgendaBackend; clean(): Promise<void>; close(): Promise<void> };

export const inPostgres = (url: string): Store => ({
  open: () => new PostgresBackend({ connectionString: url }),
  clean: async () => {
    await query(url, 'TRUNCATE agenda_jobs');
  },
  close: async () => {},
});

export async function inMongo(url: string): Promise<Store> {
  const client = await MongoClient.connect(url);
  const mongo = client.db('stock');
  return {
    open: () => new MongoBackend({ mongo }),
    clean: async () => {
      await mongo.collection('agendaJobs').deleteMany({});
    },
    close: () => client.close(),
  };
}

/**
 * Agenda by itself.
 * @param prefetch `one`: a worker holds no more than it runs, as Blotter's does. `all`: its default, which locks the whole backlog first.
 */
export async function openStock(store: Store, prefetch: 'one' | 'all'): Promise<Contestant> {
  const producer = new Agenda({ backend: store.open(), processEvery: 1_000 });
  await producer.start();
  return {
    name: prefetch === 'one' ? 'Agenda, lockLimit = concurrency' : 'Agenda, no lockLimit',
    add: async (key) => {
      await producer.now(TASK, { key });
    },
    async work(concurrency, onBegin) {
      const agenda = new Agenda({ backend: store.open(), processEvery: 1_000, maxConcurrency: concurrency });
      agenda.define<{ key: string }>(
        TASK,
        (job, done) => {
          onBegin(job.attrs.data.key);
          done();
        },
        { concurrency, ...(prefetch === 'one' ? { lockLimit: concurrency } : {}) },
      );
      await agenda.start();
      return { stop: () => agenda.stop() };
    },
    clean: () => store.clean(),
    close: () => producer.stop(),
  };
}
