import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { Pool } from 'pg';
import { connectionSettings, ListenedClient } from '#adapters/outbound/postgres/connect.ts';
import { PostgresPositions } from '#adapters/outbound/postgres/postgres-positions.ts';
import { importsOver } from './imports.ts';
import { type Reply, type Request, sentError, type ThreadData, type ThreadTasks } from './messages.ts';
import { Pace } from './pace.ts';
import { Traffic } from './traffic.ts';

/** On Linux that is of this thread alone (setpriority(2), NOTES): where processors are few, whoever answers requests comes first. */
const NICE = 10;
if (process.platform === 'linux') setPriority(NICE);

/** Work that nobody waits for in a hurry. */
const PATIENCE = {
  // Others that wait for a connection of the thread are before it.
  connectionTimeoutMillis: 120_000,
  statement_timeout: 600_000,
  query_timeout: 610_000,
  lock_timeout: 120_000,
  idle_in_transaction_session_timeout: 120_000,
};

const { url, requests } = workerData as ThreadData;
const traffic = new Traffic(requests);

const pool = new Pool({
  ...connectionSettings(url),
  ...PATIENCE,
  Client: ListenedClient,
  max: 8,
});
// A lost connection is told to whoever asks next.
pool.on('error', () => undefined);
const positions = new PostgresPositions(pool);
const imports = importsOver(pool);

/** Progress is told in steps of so much. */
const STEP = 0.01;

/** What is under way, by its number. */
const stops = new Map<number, AbortController>();

const send = (reply: Reply): void => parentPort?.postMessage(reply);

const tasksOf = (id: number, signal: AbortSignal): ThreadTasks => ({
  'list positions': (userId, request, entries) => positions.list(userId, request, entries),
  'explain positions': (userId, request, entries) => positions.explain(userId, request, entries),
  'refresh positions': (userId) => positions.refresh(userId),
  import: async (deed, run, importId) => {
    const pace = new Pace({ traffic });
    let told = 0;
    const progress = async (part: number): Promise<void> => {
      signal.throwIfAborted();
      if (part >= told + STEP) {
        told = part;
        send({ id, part });
      }
      await pace.rest();
    };
    return imports[deed].execute({ run, importId, signal, progress });
  },
});

parentPort?.on('message', (request: Request) => {
  const { id } = request;
  if ('abort' in request) {
    stops.get(id)?.abort();
    return;
  }
  const stop = new AbortController();
  stops.set(id, stop);
  const work = tasksOf(id, stop.signal)[request.task] as (...args: readonly unknown[]) => Promise<unknown>;
  work(...request.args)
    .then(
      (outcome) => send({ id, outcome }),
      (error) => send({ id, error: sentError(error) }),
    )
    .finally(() => stops.delete(id));
});
