import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'pg';
import { connectionSettings, ListenedClient } from '#adapters/outbound/postgres/connect.ts';
import { PostgresPositions } from '#adapters/outbound/postgres/postgres-positions.ts';
import { type Reply, type Request, sentError, type ThreadTasks } from './messages.ts';

/** Work that nobody waits for in a hurry. */
const PATIENCE = {
  statement_timeout: 600_000,
  query_timeout: 610_000,
  lock_timeout: 120_000,
  idle_in_transaction_session_timeout: 120_000,
};

const pool = new Pool({
  ...connectionSettings((workerData as { url: string }).url),
  ...PATIENCE,
  Client: ListenedClient,
  max: 2,
});
// A lost connection is told to whoever asks next.
pool.on('error', () => undefined);
const positions = new PostgresPositions(pool);

const tasks: ThreadTasks = {
  'list positions': (userId, request) => positions.list(userId, request),
  'explain positions': (userId, request) => positions.explain(userId, request),
  'refresh positions': (userId) => positions.refresh(userId),
};

parentPort?.on('message', ({ id, task, args }: Request) => {
  const work = tasks[task] as (...args: readonly unknown[]) => Promise<unknown>;
  const reply = (answer: Omit<Reply, 'id'>): void => parentPort?.postMessage({ id, ...answer } satisfies Reply);
  work(...args).then(
    (outcome) => reply({ outcome }),
    (error) => reply({ error: sentError(error) }),
  );
});
