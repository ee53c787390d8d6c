import { join } from 'node:path';
import { freePort } from '#test/support/free-port.ts';
import { repository } from '#test/support/repository.ts';
import { decidedElsewhere } from './decided-elsewhere.ts';
import { Blotter } from './stage/blotter.ts';
import { Client } from './stage/client.ts';
import { Endings, endedAt } from './stage/endings.ts';
import { tally } from './stage/figures.ts';
import { aPair, bothBelieve, type Pair, type Two } from './stage/pair.ts';
import { newcomer, register, signInByCookie } from './stage/people.ts';
import { membersOf } from './stage/place.ts';
import { session } from './stage/postgres.ts';
import { Readers } from './stage/readers.ts';
import type { Stage } from './stage/stage.ts';
import { Tokens } from './stage/tokens.ts';
import { lasting } from './stage/wait.ts';

const ME = '/api/v1/users/me';

export type RevocationSize = { readonly rounds: number; readonly arrivals: number; readonly losses: number };

/**
 * Two processes on one database that remember credentials in one Redis: what dies at one is refused by the very next request at the other.
 * It is told by way of Redis, or of PostgreSQL while one cannot reach that; so both ways are what is broken here.
 */
export async function revokedElsewhere(stage: Stage, { rounds, arrivals, losses }: RevocationSize): Promise<void> {
  const pair = await aPair(stage, { byWays: true });
  const { blotters, postgres, database } = pair;
  const tokens = new Tokens(await ownSession(stage, pair), await register(blotters[0].url));
  await byTheOther(stage, blotters, tokens, rounds);
  await byACookie(stage, blotters, Math.ceil(rounds / 10));
  await decidedElsewhere(stage, blotters, database, Math.ceil(rounds / 10));
  await byACommand(stage, await postgres.url(), blotters[0]);
  await byAnotherProcessThatArrives(stage, pair, tokens, arrivals);
  await whileNobodyCanTell(stage, pair, tokens, losses);
  await besideASoleOne(stage, await postgres.newDatabase('sole'));
}

/** A connection does one thing at a time, and tokens are made beside whatever else is asked. */
async function ownSession(stage: Stage, { postgres }: Pair) {
  const own = await session(await postgres.url());
  stage.atEnd(() => own[Symbol.asyncDispose]());
  return own;
}

async function byACommand(stage: Stage, url: string, blotter: Blotter): Promise<void> {
  const { card } = stage;
  const person = await register(blotter.url);
  const client = await newcomer(stage, blotter.url);
  const browser = new Client(blotter.url, { cookie: await signInByCookie(blotter.url, person) });
  stage.atEnd(() => browser.close());
  const load = new Readers(browser, [ME], 5);
  const program = join(repository, 'src/infrastructure/cli.ts');
  const args = ['user', 'reset-password', '--email', person.email];
  const command = ['sh', '-c', 'echo "another long phrase" | "$@"', 'sh', process.execPath, program, ...args];
  const reset = await Blotter.beside(stage, url, {}, { command });
  const { code } = await reset.exited;
  const { status } = await browser.get(ME);
  await load.finish();
  card.exactly('`blotter user reset-password` beside a running Blotter', `${code} ${reset.stderr}`, '0 ');
  card.exactly('a session of that user afterwards', status, 401);
  card.exactly('a token of another user afterwards', (await client.get(ME)).status, 200);
}

/**
 * The first one remembers under load while the newcomer starts; what that one ends as soon as it answers is dead, even when it can reach no
 * Redis, as every other one cannot.
 */
async function byAnotherProcessThatArrives(stage: Stage, pair: Pair, tokens: Tokens, arrivals: number): Promise<void> {
  const { card } = stage;
  const {
    blotters: [first],
    postgres,
    redis,
  } = pair;
  const statuses: number[] = [];
  for (let arrival = 0; arrival < arrivals; arrival += 1) {
    await bothBelieve(pair);
    const made = await tokens.makeMany(20);
    const clients = made.map((token) => new Client(first.url, { token }));
    for (const client of clients) stage.atEnd(() => client.close());
    const load = clients.map((client) => new Readers(client, [ME], 5));
    const port = arrival % 2 === 0 ? redis.port : await freePort();
    const settings = { REDIS_URL: `redis://127.0.0.1:${port}`, LOG_LEVEL: 'warn' };
    const newcomer = await Blotter.beside(stage, await postgres.url(), settings);
    await newcomer.answers();
    for (const [index, token] of made.entries()) {
      const ending = new Client(newcomer.url, { token });
      await ending.call({ method: 'POST', path: '/api/v1/auth/bearer/logout' });
      statuses.push((await clients[index]!.get(ME)).status);
      ending.close();
    }
    await Promise.all(load.map((readers) => readers.finish()));
    for (const client of clients) client.close();
    newcomer.signal('SIGTERM');
    await newcomer.exited;
  }
  card.exactly('at the first, after a newcomer ended them', tally(statuses), `401 × ${statuses.length}`);
}

async function byTheOther(stage: Stage, pair: Two<Blotter>, tokens: Tokens, rounds: number): Promise<void> {
  const statuses: (number | string)[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [here, there] = round % 2 === 0 ? pair : pair.toReversed();
    statuses.push(await endedAt(here!, there!, await tokens.make()));
  }
  stage.card.exactly('tokens at one after the other ended them', tally(statuses), `401 × ${rounds}`);
}

async function byACookie(stage: Stage, [here, there]: Two<Blotter>, rounds: number): Promise<void> {
  const statuses: number[] = [];
  const person = await register(here.url);
  for (let round = 0; round < rounds; round += 1) {
    const cookie = await signInByCookie(here.url, person);
    const [at, beside] = [new Client(here.url, { cookie }), new Client(there.url, { cookie })];
    const before = await beside.get(ME);
    await at.call({ method: 'POST', path: '/api/v1/auth/cookie/logout' });
    statuses.push(before.status === 200 ? (await beside.get(ME)).status : before.status);
    at.close();
    beside.close();
  }
  stage.card.exactly('sessions at one after the other ended them', tally(statuses), `401 × ${rounds}`);
}

/** A process without Redis remembers in its own memory, which a command that runs beside it cannot reach. */
async function besideASoleOne(stage: Stage, url: string): Promise<void> {
  const sole = await Blotter.beside(stage, url, { LOG_LEVEL: 'warn' });
  await sole.ready();
  await byACommand(stage, url, sole);
}

/**
 * The connections of the trust, of one or of both, are ended, the way of one to Redis is cut or frozen for a while, or all of that at once;
 * tokens go on being ended at either.
 */
async function whileNobodyCanTell(stage: Stage, pair: Pair, tokens: Tokens, losses: number): Promise<void> {
  const { card, random } = stage;
  const { blotters, database, ways } = pair;
  const endings = new Endings(blotters, tokens, random.fork());
  for (let loss = 0; loss < losses; loss += 1) {
    await bothBelieve(pair);
    endings.start();
    const members = await membersOf(database);
    const victims = random.pick([[], members, [random.pick(members)]]);
    const way = random.pick(ways);
    const breaks = victims.length === 0 || random.chance(0.7);
    if (breaks && random.chance(0.5)) way.cut();
    else if (breaks) way.freeze();
    for (const { pid } of victims) await database.query('SELECT pg_terminate_backend($1)', [pid]);
    await lasting(random.between(0, 600));
    way.mend();
    // The last of them leave the moment open at which one believes again and the other does not yet.
    await lasting(random.between(300, 900));
    await endings.finish();
  }
  card.note('losses', losses);
  card.none('tokens that lived on at one after the other ended them', endings.survivors);
  card.note('tokens ended then', tally(endings.outcomes));
  card.exactly('processes that live', blotters.filter(({ isRunning }) => isRunning).length, 2);
}
