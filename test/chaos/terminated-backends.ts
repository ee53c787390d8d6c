import { auditLedger } from './stage/audit.ts';
import { Blotter } from './stage/blotter.ts';
import { Client } from './stage/client.ts';
import { Crew } from './stage/crew.ts';
import { tally } from './stage/figures.ts';
import { register, signInByCookie } from './stage/people.ts';
import { membersOf } from './stage/place.ts';
import { Postgres, session } from './stage/postgres.ts';
import { Readers } from './stage/readers.ts';
import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';

const READS = ['/api/v1/users/me', '/api/v1/accounts', '/api/v1/operations?limit=20', '/api/v1/operations?symbol=VUSA'];

const TERMINATE = `SELECT count(pg_terminate_backend(pid))::int AS count FROM pg_stat_activity
 WHERE datname = current_database() AND application_name LIKE 'blotter%'`;

/** R3: the server ends every connection of Blotter, again and again, under load and once when nothing is asked. */
export async function terminatedBackends(
  stage: Stage,
  { rounds, writers }: { rounds: number; writers: number },
): Promise<void> {
  const { card, random } = stage;
  const postgres = await Postgres.external(stage);
  const blotter = await Blotter.beside(stage, await postgres.url(), { LOG_LEVEL: 'warn' });
  await blotter.ready();
  const crew = await Crew.hire(stage, blotter.url, writers);
  const browser = new Client(blotter.url, { cookie: await signInByCookie(blotter.url, await register(blotter.url)) });
  stage.atEnd(() => browser.close());
  const readers = [new Readers(crew.clients[0]!, READS), new Readers(browser, READS)];
  crew.start();

  await using database = await session(await postgres.url());
  let terminated = 0;
  for (let round = 0; round < rounds; round += 1) {
    await crew.progress(writers);
    await lasting(random.between(0, 30));
    terminated += (await database.query<{ count: number }>(TERMINATE)).rows[0]!.count;
  }
  await crew.progress(writers * 5);
  await crew.finish();
  const readings = (await Promise.all(readers.map((loops) => loops.finish()))).flat();

  card.note('rounds', rounds);
  card.note('ended connections', terminated);
  card.note('GETs', tally(readings.map(({ status }) => status)));
  card.none(
    'failed GETs',
    readings
      .filter(({ status }) => status !== 200)
      .map(({ path, status, answer }) => `${path} ${status} ${answer?.body ?? ''}`),
  );
  card.note('writes', tally(crew.attempts.map(({ status }) => status)));
  card.none(
    'writes answered otherwise than done, or 503',
    crew.attempts.filter(({ status }) => ![200, 201, 204, 404, 409, 412, 503].includes(status as number)),
  );
  card.none('lost, doubled or unexplained', await auditLedger(await postgres.url(), crew.writers));
  const rejoined = await until('the process has its place again, and believes its cache', async () =>
    (await membersOf(database)).some(({ believes }) => believes),
  );
  card.atMost('the process believes its cache again after', rejoined, 3_000, 'ms');

  await database.query(TERMINATE);
  const quiet = await Promise.all(READS.map((path) => browser.get(path)));
  card.exactly('GETs after it happened in silence', tally(quiet.map(({ status }) => status)), `200 × ${READS.length}`);
  card.exactly('the API', blotter.isRunning ? 'lives' : 'ended', 'lives');
}
