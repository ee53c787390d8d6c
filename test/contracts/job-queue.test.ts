import { MongoClient } from 'mongodb';
import { Pool } from 'pg';
import { AgendaJobQueue } from '#adapters/outbound/agenda/agenda-job-queue.ts';
import { MemoryJobQueue } from '#adapters/outbound/memory/memory-job-queue.ts';
import { MongoTickets } from '#adapters/outbound/mongo/mongo-tickets.ts';
import { PostgresTickets } from '#adapters/outbound/postgres/postgres-tickets.ts';
import type { Queue } from '#application/jobs/job.ts';
import type { TicketStore } from '#application/ports/ticket-store.ts';
import { createTestDatabase } from '#test/support/database.ts';
import { startMongo, type TestMongo } from '#test/support/mongo.ts';
import { jobQueueContract, type QueuePlace } from './job-queue-contract.ts';

/** Bells of one process. */
const bells = () => {
  const listeners: ((queue: Queue) => void)[] = [];
  return {
    ring: async (queues: readonly Queue[]) => {
      for (const listener of listeners) for (const queue of queues) listener(queue);
    },
    onRing: (listener: (queue: Queue) => void) => {
      listeners.push(listener);
    },
  };
};

const place = (store: TicketStore, close: () => Promise<void>): QueuePlace => {
  const shared = bells();
  return {
    worker: () =>
      new AgendaJobQueue(store, shared, (error) => {
        throw error;
      }),
    isShared: true,
    close,
  };
};

jobQueueContract('memory', async () => ({
  worker: () => new MemoryJobQueue(),
  isShared: false,
  close: async () => {},
}));

jobQueueContract('Agenda on PostgreSQL', async () => {
  const database = await createTestDatabase();
  const pool = new Pool({ connectionString: database.url, max: 4 });
  return place(new PostgresTickets(pool), async () => {
    await pool.end();
    await database.drop();
  });
});

describe('On MongoDB', () => {
  let mongo: TestMongo;
  let client: MongoClient;
  let count = 0;

  before(async () => {
    mongo = await startMongo();
    client = await MongoClient.connect(mongo.url);
  });
  after(async () => {
    await client.close();
    await mongo.stop();
  });

  jobQueueContract('Agenda on MongoDB', async () => {
    count += 1;
    const database = client.db(`tickets-${process.pid}-${count}`);
    return place(new MongoTickets(database), async () => {
      await database.dropDatabase();
    });
  });
});
