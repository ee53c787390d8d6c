import { join } from 'node:path';
import type { Client as PgClient } from 'pg';
import { RandomTokenSecrets } from '#adapters/outbound/security/random-token-secrets.ts';
import { repository } from '#test/support/repository.ts';
import { Blotter } from './stage/blotter.ts';
import { membersOfCensus } from './stage/census.ts';
import { Client } from './stage/client.ts';
import { tally } from './stage/figures.ts';
import { newcomer, type Person, register, signIn, signInByCookie } from './stage/people.ts';
import { Postgres, session } from './stage/postgres.ts';
import { Readers } from './stage/readers.ts';
import type { Stage } from './stage/stage.ts';
import { lasting, until } from './stage/wait.ts';

const ME = '/api/v1/users/me';

export type RevocationSize = { readonly rounds: number; readonly arrivals: number; readonly losses: number };

/**
 * Two processes on one database without Redis: a credential that dies at one is refused by the very next request at the other.
 * A process may remember credentials only while it is alone, which its census connection tells it; so that is what is broken here.
 */
export async function revokedElsewhere(stage: Stage, { rounds, arrivals, losses }: RevocationSize): Promise<void> {
  const postgres = await Postgres.external(stage);
  const url = await postgres.url();
  const first = await Blotter.beside(stage, url, { LOG_LEVEL: 'warn' });
  await first.ready();
  await using database = await session(url);
  const tokens = new Tokens(database, await register(first.url));
  await byAnotherProcessThatArrives(stage, url, first, tokens, arrivals);
  await byACommand(stage, url, first);
  const second = await Blotter.beside(stage, url, { LOG_LEVEL: 'warn' });
  await second.ready();
  await byTheOther(stage, [first, second], tokens, rounds);
  await byACookie(stage, [first, second], Math.ceil(rounds / 10));
  await byDecision(stage, [first, second], tokens, Math.ceil(rounds / 10));
  await whileTheCensusIsLost(stage, [first, second], tokens, losses);
}

/** Tokens of one user, made by SQL, as each sign-in costs a hash. */
class Tokens {
  readonly #database: PgClient;
  readonly #email: string;
  readonly #secrets = new RandomTokenSecrets('a secret of no server');

  constructor(database: PgClient, { email }: { email: string }) {
    this.#database = database;
    this.#email = email;
  }

  async make(): Promise<string> {
    const token = this.#secrets.next();
    const text = `INSERT INTO access_tokens (token_hash, user_id, id, created_at, expires_at)
      SELECT $1, id, uuidv7(), now(), now() + interval '1 hour' FROM users WHERE email = $2`;
    await this.#database.query(text, [this.#secrets.digest(token), this.#email]);
    return token;
  }

  /** One after another: a connection does one thing at a time. */
  async makeMany(count: number): Promise<string[]> {
    const made: string[] = [];
    while (made.length < count) made.push(await this.make());
    return made;
  }

  get database(): PgClient {
    return this.#database;
  }
}

/** Uses a token at `there` so that it may be remembered, ends it at `here`, and returns what `there` then says. */
async function endedAt(here: Blotter, there: Blotter, token: string): Promise<number> {
  const [at, beside] = [new Client(here.url, { token }), new Client(there.url, { token })];
  try {
    for (let use = 0; use < 2; use += 1) await beside.get(ME);
    const { status } = await at.call({ method: 'POST', path: '/api/v1/auth/bearer/logout' });
    // Nothing was ended when the database was away just then.
    return status === 204 ? (await beside.get(ME)).status : 0;
  } finally {
    at.close();
    beside.close();
  }
}

/** The first one remembers under load while the newcomer starts; what that one ends as soon as it answers is dead. */
async function byAnotherProcessThatArrives(
  stage: Stage,
  url: string,
  first: Blotter,
  tokens: Tokens,
  arrivals: number,
): Promise<void> {
  const { card } = stage;
  const statuses: number[] = [];
  for (let arrival = 0; arrival < arrivals; arrival += 1) {
    await until('the first is alone', async () => (await membersOfCensus(tokens.database)).some(({ alone }) => alone));
    const made = await tokens.makeMany(20);
    const clients = made.map((token) => new Client(first.url, { token }));
    for (const client of clients) stage.atEnd(() => client.close());
    const load = clients.map((client) => new Readers(client, [ME], 5));
    const newcomer = await Blotter.beside(stage, url, { LOG_LEVEL: 'warn' });
    await until(
      'the newcomer answers',
      async () => (await new Client(newcomer.url).get('/livez').catch(() => ({ status: 0 }))).status === 200,
      { pause: 1 },
    );
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

async function byTheOther(
  stage: Stage,
  pair: readonly [Blotter, Blotter],
  tokens: Tokens,
  rounds: number,
): Promise<void> {
  const statuses: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [here, there] = round % 2 === 0 ? pair : pair.toReversed();
    statuses.push(await endedAt(here!, there!, await tokens.make()));
  }
  stage.card.exactly('tokens at one after the other ended them', tally(statuses), `401 × ${rounds}`);
}

async function byACookie(stage: Stage, [here, there]: readonly [Blotter, Blotter], rounds: number): Promise<void> {
  const statuses: number[] = [];
  const person = await register(here.url);
  for (let round = 0; round < rounds; round += 1) {
    const cookie = await signInByCookie(here.url, person);
    const [at, beside] = [new Client(here.url, { cookie }), new Client(there.url, { cookie })];
    const before = await beside.get(ME);
    const headers = { 'sec-fetch-site': 'same-origin' };
    await at.call({ method: 'POST', path: '/api/v1/auth/cookie/logout', headers });
    statuses.push(before.status === 200 ? (await beside.get(ME)).status : before.status);
    at.close();
    beside.close();
  }
  stage.card.exactly('sessions at one after the other ended them', tally(statuses), `401 × ${rounds}`);
}

type Decided = {
  readonly admin: Client;
  readonly adminId: string;
  readonly person: Person;
  /** Signed in at the process where it is decided, and at the other. */
  readonly at: Client;
  readonly beside: Client;
  readonly there: Blotter;
};

const patch = (client: Client, path: string, json: object) => client.call({ method: 'PATCH', path, json });
const statusOf = async (client: Client, path = ME): Promise<number> => (await client.get(path)).status;
const idOf = async (client: Client): Promise<string> => (JSON.parse((await client.get(ME)).body) as { id: string }).id;

/** What is decided at one process, and the statuses by which the other must show it. */
const DECISIONS: Readonly<Record<string, readonly [shown: string, decide: (decided: Decided) => Promise<string>]>> = {
  'somebody disabled': [
    '401',
    async ({ admin, beside }) => {
      await patch(admin, `/api/v1/users/${await idOf(beside)}`, { is_active: false });
      return `${await statusOf(beside)}`;
    },
  ],
  'an auditor made and unmade': [
    '403 200 403',
    async ({ admin, adminId, beside }) => {
      const theirs = `/api/v1/users/${await idOf(beside)}`;
      const look = () => statusOf(beside, `/api/v1/accounts?user_id=${adminId}`);
      const statuses = [await look()];
      for (const role of ['auditor', 'user']) {
        await patch(admin, theirs, { role });
        statuses.push(await look());
      }
      return statuses.join(' ');
    },
  ],
  'a new password: the other login, and this one': [
    '401 200',
    async ({ at, beside, person }) => {
      await patch(at, ME, { password: 'another long phrase', current_password: person.password });
      return `${await statusOf(beside)} ${await statusOf(at)}`;
    },
  ],
  'a personal token deleted': [
    '200 401',
    async ({ at, there }) => {
      const json = { name: 'a script', scopes: ['account'] };
      const made = await at.call({ method: 'POST', path: '/api/v1/tokens', json });
      const { id, token } = JSON.parse(made.body) as { id: string; token: string };
      const script = new Client(there.url, { token }, { keepAlive: false });
      const before = await statusOf(script);
      await at.call({ method: 'DELETE', path: `/api/v1/tokens/${id}` });
      return `${before} ${await statusOf(script)}`;
    },
  ],
};

/** What an admin decides, or a person changes, at one process counts at the other from the next request on. */
async function byDecision(
  stage: Stage,
  [here, there]: readonly [Blotter, Blotter],
  { database }: Tokens,
  rounds: number,
): Promise<void> {
  const admin = await newcomer(stage, here.url);
  const adminId = await idOf(admin);
  await database.query("UPDATE users SET role = 'admin' WHERE id = $1", [adminId]);
  for (const [what, [shown, decide]] of Object.entries(DECISIONS)) {
    const seen: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const person = await register(here.url);
      const clientOf = async ({ url }: Blotter) =>
        new Client(url, { token: await signIn(url, person) }, { keepAlive: false });
      const [at, beside] = [await clientOf(here), await clientOf(there)];
      seen.push(await decide({ admin, adminId, person, at, beside, there }));
    }
    stage.card.exactly(`${what}, as the other shows it`, tally(seen), `${shown} × ${rounds}`);
  }
}

/**
 * The census connections of one or of both are ended, and tokens go on being ended at each while they join again. The last of
 * them leave the moment open at which one is alone again and the other serves without its share.
 */
async function whileTheCensusIsLost(
  stage: Stage,
  pair: readonly [Blotter, Blotter],
  tokens: Tokens,
  losses: number,
): Promise<void> {
  const { card, random } = stage;
  const statuses: number[] = [];
  for (let loss = 0; loss < losses; loss += 1) {
    await until('both are in the census', async () => (await membersOfCensus(tokens.database)).length === 2);
    const members = await membersOfCensus(tokens.database);
    const victims = random.pick([members, members, [random.pick(members)]]);
    for (const { pid } of victims) await tokens.database.query('SELECT pg_terminate_backend($1)', [pid]);
    const end = performance.now() + 900;
    while (performance.now() < end) {
      const [here, there] = random.chance(0.5) ? pair : pair.toReversed();
      statuses.push(await endedAt(here!, there!, await tokens.make()));
    }
    await lasting(random.between(0, 50));
  }
  card.note('losses of the census', losses);
  card.none(
    'tokens that lived on at one after the other ended them',
    statuses.filter((status) => status === 200),
  );
  card.note('tokens ended then', tally(statuses));
}
