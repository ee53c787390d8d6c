import type { Pool } from 'pg';
import type { Queue } from '#application/jobs/job.ts';
import type { JobQueue } from '#application/ports/job-queue.ts';
import type { Log } from './embedded-postgres/log.ts';
import type { Mongo } from './mongo.ts';
import { rarely } from './rarely.ts';

export type QueueMeans = {
  readonly pool: Pool;
  /** Undefined: the database does it. */
  readonly mongo: Mongo | undefined;
  onRing(bell: (queue: Queue) => void): void;
};

/** Where tickets are shared out, by Agenda: its libraries are loaded by the first job. */
export async function openJobQueue({ pool, mongo, onRing }: QueueMeans, log: Log): Promise<JobQueue> {
  const { AgendaJobQueue } = await import('#adapters/outbound/agenda/agenda-job-queue.ts');
  const { PostgresTickets, ringAll } = await import('#adapters/outbound/postgres/postgres-tickets.ts');
  const store = mongo === undefined ? new PostgresTickets(pool) : await mongo.tickets();
  const bells = { ring: (queues: readonly Queue[]) => ringAll(pool, queues), onRing };
  return new AgendaJobQueue(store, bells, rarely(log, 'the job queue does not answer just now'));
}
