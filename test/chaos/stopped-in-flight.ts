import { randomUUID } from 'node:crypto';
import { Blotter } from './stage/blotter.ts';
import { type Answer, Client, type NoAnswerError } from './stage/client.ts';
import { tally } from './stage/figures.ts';
import { newcomer } from './stage/people.ts';
import { Postgres, session, waitingForLocks } from './stage/postgres.ts';
import { RawConnection } from './stage/raw-http.ts';
import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';

type Scene = {
  readonly blotter: Blotter;
  readonly postgres: Postgres;
  readonly client: Client;
  readonly token: string;
};

/** R14: SIGTERM while requests are under way, of each kind. Every part begins with a new Blotter on the same database. */
export async function stoppedInFlight(stage: Stage, { rounds }: { rounds: number }): Promise<void> {
  const postgres = await Postgres.external(stage);
  for (let round = 0; round < rounds; round += 1) {
    await duringASlowQuery(stage, await scene(stage, postgres), true);
    await duringASlowQuery(stage, await scene(stage, postgres), false);
    await duringUploads(stage, await scene(stage, postgres));
    await withBusyClients(stage, await scene(stage, postgres));
    await withIdleClients(stage, await scene(stage, postgres));
    await withAFrozenDatabase(stage, await scene(stage, postgres));
    await twice(stage, await scene(stage, postgres));
  }
}

async function scene(stage: Stage, postgres: Postgres): Promise<Scene> {
  const blotter = await Blotter.beside(stage, await postgres.url());
  await blotter.ready();
  const client = await newcomer(stage, blotter.url);
  return { blotter, postgres, client, token: client.token };
}

/** A query waits for a lock that is given back in time, or never: then Blotter's own limit ends it. */
async function duringASlowQuery(
  { card }: Stage,
  { blotter, postgres, client }: Scene,
  givenBack: boolean,
): Promise<void> {
  await using database = await session(await postgres.url());
  await database.query('BEGIN; LOCK TABLE operations');
  const calls = [
    client.get('/api/v1/operations'),
    client.call({ method: 'POST', path: '/api/v1/operations', json: aDeposit, key: 'slow' }),
  ].map(settled);
  await until('both wait for the lock', async () => (await waitingForLocks(postgres)) === 2);
  const stopped = stop(blotter);
  await until('it is stopping', () => blotter.log.some(({ msg }) => msg === 'stopping'));
  if (givenBack) await database.query('COMMIT');
  const answers = await Promise.all(calls);
  const what = givenBack ? 'of a query that gets its lock' : 'of a query that does not get its lock';
  const expected = givenBack ? '200, 201' : '503, 409';
  card.exactly(`answers ${what}`, answers.map(String).join(', '), expected);
  expectStopped(card, await stopped, what, 5_000);
}

/** One body arrives whole after the signal, the other never. */
async function duringUploads({ card }: Stage, { blotter, token }: Scene): Promise<void> {
  const body = JSON.stringify(aDeposit);
  const head = [
    'POST /api/v1/operations HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  const [whole, torn] = [await RawConnection.open(blotter.port), await RawConnection.open(blotter.port)];
  for (const connection of [whole, torn]) connection.send(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 20)}`);
  await new Client(blotter.url).get('/livez');
  const stopped = stop(blotter);
  await until('it is stopping', () => blotter.log.some(({ msg }) => msg === 'stopping'));
  await lasting(1_000);
  whole.send(body.slice(20));
  await whole.closed();
  card.exactly('an upload that ends after the signal', whole.answers.map(({ status }) => status).join(), '201');
  await torn.closed();
  card.note(
    'an upload that never ends',
    `${torn.answers.map(({ status }) => status).join() || 'no answer'}, ${torn.error ?? 'end'}`,
  );
  expectStopped(card, await stopped, 'with an upload that never ends', 10_000);
}

/**
 * Closed loops over connections that are kept alive. A new connection may be refused, or reset before anybody took it, as the
 * listening socket goes away; a request that reached Blotter is answered, and a connection in use does not break.
 */
async function withBusyClients({ card, random }: Stage, { blotter, client, postgres }: Scene): Promise<void> {
  const statuses: (number | string)[] = [];
  const broken: string[] = [];
  const unanswered = new Set<string>();
  await using database = await session(await postgres.url());
  const loop = async (path: string): Promise<void> => {
    for (let goesOn = true; goesOn; ) {
      const id = randomUUID();
      // From the table, whatever is kept: a list must wait for it.
      await client.get(path, { 'x-request-id': id, 'cache-control': 'no-store' }).then(
        ({ status }) => statuses.push(status),
        (error: NoAnswerError) => {
          statuses.push(error.code);
          unanswered.add(id);
          if (error.reused) broken.push(`${path} ${error.code}`);
          goesOn = false;
        },
      );
    }
  };
  const loops = Array.from({ length: 32 }, (_, index) => loop(index < 8 ? '/api/v1/operations' : '/api/v1/users/me'));
  await lasting(random.between(100, 300));
  // Some of the requests take longer than the drain.
  await database.query('BEGIN; LOCK TABLE operations');
  await until('lists wait', async () => (await waitingForLocks(postgres)) > 0);
  const stopped = stop(blotter);
  await lasting(random.between(600, 1_200));
  await database.query('COMMIT');
  await Promise.all(loops);
  card.note('requests of 32 busy clients until it is gone', tally(statuses));
  card.none('connections in use that broke', broken);
  expectStopped(card, await stopped, 'with busy clients', 5_000);
  card.none(
    'requests that reached Blotter and were not answered',
    blotter.requests().filter(({ id }) => unanswered.has(id as string)),
  );
}

/** Connections that are kept alive, and ones that browsers open before they need them. */
async function withIdleClients({ card }: Stage, { blotter, client }: Scene): Promise<void> {
  await Promise.all(Array.from({ length: 20 }, () => client.get('/api/v1/users/me')));
  const unused = await Promise.all(Array.from({ length: 5 }, () => RawConnection.open(blotter.port)));
  expectStopped(card, await stop(blotter), 'with idle clients', 3_000);
  await Promise.all(unused.map((connection) => connection.closed()));
}

async function withAFrozenDatabase(stage: Stage, { blotter, postgres, client }: Scene): Promise<void> {
  await postgres.freeze(true);
  try {
    const call = settled(client.get('/api/v1/operations'));
    await new Client(blotter.url).get('/livez');
    const stopped = await stop(blotter);
    stage.card.note('a request to a frozen database', await call);
    stage.card.exactly('exit code with a frozen database', stopped.ending, '1');
    stage.card.atMost('SIGTERM to exit with a frozen database', stopped.milliseconds, 10_000, 'ms');
  } finally {
    await postgres.freeze(false);
  }
}

async function twice({ card }: Stage, { blotter, client, postgres }: Scene): Promise<void> {
  await using database = await session(await postgres.url());
  await database.query('BEGIN; LOCK TABLE operations');
  const call = settled(client.get('/api/v1/operations'));
  await until('it waits for the lock', async () => (await waitingForLocks(postgres)) === 1);
  blotter.signal('SIGTERM');
  await lasting(1_000);
  const { milliseconds, ending } = await stop(blotter);
  await call;
  card.atMost('from a second signal to the end', milliseconds, 500, 'ms');
  card.exactly('exit after a second signal', ending, '143');
}

type Stopped = { readonly milliseconds: number; readonly ending: string };

async function stop(blotter: Blotter): Promise<Stopped> {
  const start = performance.now();
  blotter.signal('SIGTERM');
  const patience = setTimeout(() => void blotter.kill(), 20_000);
  const { code, signal, at } = await blotter.exited;
  clearTimeout(patience);
  return { milliseconds: at - start, ending: String(code ?? signal) };
}

function expectStopped(card: Stage['card'], { milliseconds, ending }: Stopped, what: string, most: number): void {
  card.exactly(`exit code ${what}`, ending, '0');
  card.atMost(`SIGTERM to exit ${what}`, milliseconds, most, 'ms');
}

const settled = (call: Promise<Answer>): Promise<number | string> =>
  call.then(
    ({ status }) => status,
    (error: NoAnswerError) => error.code,
  );

const aDeposit = { type: 'deposit', payment: '5', currency: 'EUR', date: '2026-01-05', note: 'in flight' };
