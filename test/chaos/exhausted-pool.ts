import type { Client as PgClient } from 'pg';
import { freePort } from '#test/support/free-port.ts';
import { Blotter } from './stage/blotter.ts';
import { Client } from './stage/client.ts';
import { largest, percentile, tally } from './stage/figures.ts';
import { newcomer } from './stage/people.ts';
import { Postgres, session } from './stage/postgres.ts';
import { Readers, type Reading } from './stage/readers.ts';
import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';

const LIST = '/api/v1/operations';
/** From the table, whatever is kept. */
const UNKEPT = { 'cache-control': 'no-store' };
/** What Blotter lets a request wait for a connection, and a statement for a lock. */
const [CONNECTION_MILLISECONDS, LOCK_MILLISECONDS] = [800, 2_000];
/** A machine that is doing something else for a moment. */
const FLOOR_MILLISECONDS = 200;

/**
 * R20: many clients on a list that takes a second, as we hold a lock on its table: its few connections are never free. Whatever
 * needs no list goes on.
 */
export async function exhaustedPool(
  stage: Stage,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<void> {
  const { card } = stage;
  const postgres = await Postgres.external(stage);
  const metricsPort = await freePort();
  const settings = { LOG_LEVEL: 'warn', DATABASE_POOL_SIZE: '8', METRICS_PORT: String(metricsPort) };
  const blotter = await Blotter.beside(stage, await postgres.url(), settings);
  await blotter.ready();
  const client = await newcomer(stage, blotter.url);
  const [{ id }] = JSON.parse((await client.get('/api/v1/accounts')).body) as [{ id: string }];
  const cheap = (): Readers => new Readers(client, ['/api/v1/users/me', `/api/v1/accounts/${id}`], 4);
  const stranger = new Client(blotter.url);
  stage.atEnd(() => stranger.close());
  const alive = (): Readers => new Readers(stranger, ['/livez'], 4);

  const quiet = [cheap(), alive()];
  await lasting(seconds * 500);
  const [quietCheap, quietAlive] = (await Promise.all(quiet.map((readers) => readers.finish()))) as [
    Reading[],
    Reading[],
  ];

  await using database = await session(await postgres.url());
  const lists = new Readers(
    client,
    Array.from({ length: clients }, () => LIST),
    0,
    UNKEPT,
  );
  const others = [cheap(), alive()];
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) await holdTable(database, 1_000);
  const [busyCheap, busyAlive] = (await Promise.all(others.map((readers) => readers.finish()))) as [
    Reading[],
    Reading[],
  ];
  const recovery = await until('a list is answered', async () => (await client.get(LIST, UNKEPT)).status === 200);
  const readings = await lists.finish();

  const refused = readings.filter(({ status }) => status === 503);
  card.note('lists', tally(readings.map(({ status }) => status)));
  card.none(
    'lists that are neither answered nor told when to come back',
    readings.filter(({ status, answer }) => status !== 200 && !(status === 503 && answer?.headers['retry-after'])),
  );
  card.atLeast('lists refused', refused.length, clients);
  card.atMost('99 of 100 refusals come within', percentile(times(refused), 0.99), 1_000 + FLOOR_MILLISECONDS, 'ms');
  const longest = CONNECTION_MILLISECONDS + LOCK_MILLISECONDS + 1_000;
  card.atMost('the longest list', largest(times(readings)), longest, 'ms');
  const bound = Math.max(20, 3 * percentile(times(quietAlive), 0.99));
  card.note('99 of 100 /livez when it is quiet', percentile(times(quietAlive), 0.99), 'ms');
  card.atMost('99 of 100 /livez meanwhile', percentile(times(busyAlive), 0.99), bound, 'ms');
  card.none(
    'cheap requests that failed',
    busyCheap.filter(({ status }) => status !== 200),
  );
  const share = (100 * busyCheap.length) / (2 * quietCheap.length);
  card.atLeast('rate of cheap requests, of that when it is quiet', share, 50, '%');
  card.atMost('first list after the lock is gone', recovery, 1_000, 'ms');
  await until('no connection is busy', async () => (await connections(metricsPort)) === 0);
  card.exactly('connections still busy, or waited for, in the end', await connections(metricsPort), 0);
}

const times = (readings: readonly Reading[]): number[] => readings.map(({ milliseconds }) => milliseconds);

async function holdTable(database: PgClient, milliseconds: number): Promise<void> {
  await database.query('BEGIN; LOCK TABLE operations');
  await lasting(milliseconds);
  await database.query('COMMIT');
}

async function connections(metricsPort: number): Promise<number> {
  const { body } = await new Client(`http://127.0.0.1:${metricsPort}`, undefined, { keepAlive: false }).get('/metrics');
  const figures = body.matchAll(/^blotter_database_connections\{pool="lists",state="(?:busy|waiting)"\} (\d+)$/gm);
  return [...figures].reduce((sum, [, count]) => sum + Number(count), 0);
}
