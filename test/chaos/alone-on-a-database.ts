import { Blotter } from './stage/blotter.ts';
import { largest, tally } from './stage/figures.ts';
import { newcomer } from './stage/people.ts';
import { isAnyoneWaiting } from './stage/place.ts';
import { session } from './stage/postgres.ts';
import { Readers } from './stage/readers.ts';
import type { Redis } from './stage/redis.ts';
import type { Stage } from './stage/stage.ts';
import { until } from './stage/wait.ts';

const BESIDE_ANOTHER =
  'Blotter cannot start: Another Blotter process works on this database. Without REDIS_URL there can be one only: stop the other one, or set REDIS_URL for both.';
const BESIDE_ONE_WITHOUT_REDIS =
  'Blotter cannot start: A Blotter process without REDIS_URL works on this database. Set REDIS_URL for it too, or stop it.';

/** A process without REDIS_URL suffers no other beside it, and its place is free as soon as it is gone, however it went. */
export async function aloneOnADatabase(stage: Stage, url: string, redis: Redis): Promise<void> {
  const { card } = stage;
  const first = await Blotter.beside(stage, url);
  const quiet = await first.ready();
  const readers = await readersOf(stage, first);
  const [second, third] = [
    await Blotter.beside(stage, url),
    await Blotter.beside(stage, url, { REDIS_URL: redis.url }),
  ];
  await refused(stage, 'a second process without REDIS_URL', second, BESIDE_ANOTHER);
  await refused(stage, 'one with REDIS_URL beside one without', third, BESIDE_ONE_WITHOUT_REDIS);
  await served(stage, readers);
  const successor = await whileItStops(stage, url, first);
  await successor.kill();
  const next = await Blotter.beside(stage, url);
  card.atMost('exec to ready after a kill of the only one', await next.ready(), Math.max(3_000, 3 * quiet), 'ms');
  await next.kill();
}

/** Nor does it come beside one that shares. */
export async function notAloneOnADatabase(stage: Stage, url: string, redis: Redis): Promise<void> {
  const first = await Blotter.beside(stage, url, { REDIS_URL: redis.url });
  await first.ready();
  const readers = await readersOf(stage, first);
  await refused(stage, 'one without REDIS_URL beside one with', await Blotter.beside(stage, url), BESIDE_ANOTHER);
  await served(stage, readers);
  await first.kill();
}

/** It takes the place at the moment at which the other one leaves it. */
async function whileItStops(stage: Stage, url: string, former: Blotter): Promise<Blotter> {
  const { card } = stage;
  await using database = await session(url);
  const successor = await Blotter.beside(stage, url);
  await until('the successor waits for the place', () => isAnyoneWaiting(database));
  former.signal('SIGTERM');
  const [{ code, at }] = await Promise.all([former.exited, successor.ready()]);
  card.exactly('exit code of one whose successor waits', String(code), '0');
  card.atMost('from its end until its successor is ready', Math.max(0, performance.now() - at), 2_000, 'ms');
  return successor;
}

async function readersOf(stage: Stage, blotter: Blotter): Promise<Readers> {
  return new Readers(await newcomer(stage, blotter.url), ['/api/v1/users/me', '/api/v1/operations'], 5);
}

async function served({ card }: Stage, readers: Readers): Promise<void> {
  const readings = await readers.finish();
  const statuses = tally([...new Set(readings.map(({ status }) => status))]);
  card.exactly('what the first one answers meanwhile', statuses, '200 × 1');
  card.note(
    'the longest answer of the first one meanwhile',
    largest(readings.map(({ milliseconds }) => milliseconds)),
    'ms',
  );
}

async function refused({ card }: Stage, what: string, blotter: Blotter, sentence: string): Promise<void> {
  const code = await blotter.ready().then(
    () => 'none, it serves',
    async () => String((await blotter.exited).code),
  );
  card.exactly(`exit code of ${what}`, code, '1');
  card.exactly(`what ${what} says`, blotter.fatal, sentence);
  card.atMost(`exec to exit of ${what}`, performance.now() - blotter.startedAt, 8_000, 'ms');
  await blotter.kill();
}
