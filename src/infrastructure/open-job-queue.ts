import type { Pool } from 'pg';
import type { Queue } from '#application/jobs/job.ts';
import type { JobQueue } from '#application/ports/job-queue.ts';
import type { TicketStore } from '#application/ports/ticket-store.ts';
import type { Log } from './embedded-postgres/log.ts';

/** A server that does not answer for so long is away. */
const PATIENCE = 2_000;

export type QueueMeans = {
  readonly pool: Pool;
  readonly mongoUrl: string | undefined;
  onRing(bell: (queue: Queue) => void): void;
};

export type OpenedQueue = { readonly queue: JobQueue; close(): Promise<void> };

/** Where tickets are shared out, by Agenda: its libraries are loaded by the first job. */
export async function openJobQueue({ pool, mongoUrl, onRing }: QueueMeans, log: Log): Promise<OpenedQueue> {
  const { AgendaJobQueue } = await import('#adapters/outbound/agenda/agenda-job-queue.ts');
  const { PostgresTickets, ringAll } = await import('#adapters/outbound/postgres/postgres-tickets.ts');
  const { store, close } =
    mongoUrl === undefined ? { store: new PostgresTickets(pool), close: async () => {} } : await openMongo(mongoUrl);
  const bells = { ring: (queues: readonly Queue[]) => ringAll(pool, queues), onRing };
  const queue = new AgendaJobQueue(store, bells, (error) =>
    log.warn({ reason: error.message }, 'the job queue does not answer just now'),
  );
  return { queue, close };
}

async function openMongo(url: string): Promise<{ store: TicketStore; close(): Promise<void> }> {
  const [{ MongoClient }, { MongoTickets }] = await Promise.all([
    import('mongodb'),
    import('#adapters/outbound/mongo/mongo-tickets.ts'),
  ]);
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS: PATIENCE,
    connectTimeoutMS: PATIENCE,
    timeoutMS: 2 * PATIENCE,
    appName: 'blotter',
  });
  return { store: new MongoTickets(client.db()), close: () => client.close() };
}
