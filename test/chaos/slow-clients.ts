import { Blotter } from './stage/blotter.ts';
import { type Client, Client as HttpClient } from './stage/client.ts';
import { largest, percentile, tally } from './stage/figures.ts';
import { openFilesLimit, processUse } from './stage/linux.ts';
import { newcomer } from './stage/people.ts';
import { Postgres } from './stage/postgres.ts';
import { RawConnection } from './stage/raw-http.ts';
import { Readers } from './stage/readers.ts';
import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';

const ME = '/api/v1/users/me';
/** Of a machine that is doing something else for a moment. */
const FLOOR_MILLISECONDS = 60;
/** Of one size from the start: how V8 makes it larger in its own time would hide what the clients cost. */
const YOUNG_GENERATION = ['--min-semi-space-size=16', '--max-semi-space-size=16'];

/** R16: slow loris. Many connections on which headers, and then bodies, arrive a byte at a time and never end. */
export async function slowClients(
  stage: Stage,
  { sockets, before }: { sockets: number; before: number },
): Promise<void> {
  const { card } = stage;
  const postgres = await Postgres.external(stage);
  const nodeOptions = YOUNG_GENERATION;
  const blotter = await Blotter.beside(stage, await postgres.url(), { LOG_LEVEL: 'warn' }, { nodeOptions });
  await blotter.ready();
  const client = await newcomer(stage, blotter.url);
  // This process and Blotter have the same limit, and each socket is one file in each of them.
  const many = Math.min(sockets, (await openFilesLimit()) - 300);
  card.note('sockets', many);
  const quiet = percentile(await latencies(client, lasting(2_000)), 0.99);
  // The first ones also pay for the code that answers them.
  if (before > 0) await dripping(blotter.port, before, ATTACKS[1][1](client.token), ATTACKS[1][2]);
  const memory = (await processUse(blotter.pid)).rssMegabytes;
  card.note('99 of 100 legitimate requests when it is quiet', quiet, 'ms');
  for (const [what, start, drip] of ATTACKS) {
    const attack = dripping(blotter.port, many, start(client.token), drip);
    const [times, attackers] = await Promise.all([latencies(client, attack), attack]);
    const alive = attackers.map((attacker) => attacker.closedAt! - attacker.openedAt);
    card.atMost(`slow ${what} are cut after`, largest(alive) / 1_000, 7, 's');
    card.atMost(
      `99 of 100 legitimate requests beside slow ${what}`,
      percentile(times, 0.99),
      Math.max(2 * quiet, FLOOR_MILLISECONDS),
      'ms',
    );
    card.note(
      `slow ${what} hear`,
      tally(attackers.map(({ answers, error }) => answers[0]?.status ?? error ?? 'nothing')),
    );
  }
  card.atMost('growth of its memory', (await processUse(blotter.pid)).rssMegabytes - memory, 50, 'MB');
  card.exactly('the API', blotter.isRunning ? 'lives' : 'ended', 'lives');
  await withFewFiles(stage, postgres);
}

type Attack = readonly [what: string, start: (token: string) => string, drip: (turn: number) => string];
const ATTACKS: readonly [Attack, Attack] = [
  ['headers', () => 'GET / HTTP/1.1\r\nHost: localhost\r\nX-', (turn) => (turn % 8 === 7 ? ': 1\r\nX-' : 'a')],
  [
    'bodies',
    (token) =>
      `POST /api/v1/operations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"note":"`,
    () => 'a',
  ],
];

/** Opens them, drips until every one is closed, and returns them. */
async function dripping(
  port: number,
  many: number,
  start: string,
  drip: (turn: number) => string,
): Promise<RawConnection[]> {
  const attackers: RawConnection[] = [];
  while (attackers.length < many) {
    const batch = Array.from({ length: Math.min(100, many - attackers.length) }, () => RawConnection.open(port));
    attackers.push(...(await Promise.all(batch)));
    for (const attacker of attackers.slice(-batch.length)) attacker.send(start);
  }
  let turn = 0;
  const timer = setInterval(() => {
    for (const attacker of attackers) attacker.send(drip(turn));
    turn += 1;
  }, 500);
  try {
    await until('every slow client is cut', () => attackers.every(({ closedAt }) => closedAt !== undefined), {
      pause: 50,
    });
  } finally {
    clearInterval(timer);
    for (const attacker of attackers) attacker.socket.destroy();
  }
  return attackers;
}

async function latencies(client: Client, during: Promise<unknown>): Promise<number[]> {
  const readers = new Readers(client, [ME, ME], 5);
  await during.catch(() => {});
  const readings = await readers.finish();
  const failed = readings.find(({ status }) => status !== 200);
  if (failed) throw new Error(`A legitimate request failed: ${failed.status} ${failed.answer?.body ?? ''}`);
  return readings.map(({ milliseconds }) => milliseconds);
}

/** With room for few files only: connections that cannot be taken hurt nobody for long, and end nothing. */
async function withFewFiles(stage: Stage, postgres: Postgres): Promise<void> {
  const { card } = stage;
  const wrapper = ['prlimit', '--nofile=128:128'];
  const url = await postgres.newDatabase('few_files');
  const blotter = await Blotter.beside(stage, url, { LOG_LEVEL: 'warn' }, { wrapper });
  await blotter.ready();
  const client = await newcomer(stage, blotter.url);
  const flood = await Promise.allSettled(Array.from({ length: 400 }, () => RawConnection.open(blotter.port)));
  await lasting(1_000);
  card.exactly(
    'the API with 400 connections and room for 128 files',
    blotter.isRunning ? 'lives' : blotter.lastWords,
    'lives',
  );
  for (const result of flood) if (result.status === 'fulfilled') result.value.socket.destroy();
  const back = await until(
    'it answers again',
    async () => (await client.get(ME).catch(() => ({ status: 0 }))).status === 200,
  );
  card.atMost('first answer after they are gone', back, 2_000, 'ms');
  const fresh = new HttpClient(blotter.url, undefined, { keepAlive: false });
  card.exactly('a new connection then', (await fresh.get('/livez')).status, 200);
}
