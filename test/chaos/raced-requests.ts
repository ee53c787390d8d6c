import { randomUUID } from 'node:crypto';
import { Blotter } from './stage/blotter.ts';
import type { Answer, Client } from './stage/client.ts';
import { tally } from './stage/figures.ts';
import { newcomer } from './stage/people.ts';
import { Postgres, session } from './stage/postgres.ts';
import type { Stage } from './stage/stage.ts';

const PATH = '/api/v1/operations';

/** R11: many requests with one Idempotency-Key at the same moment, on operations and on accounts. */
export async function racedRequests(
  stage: Stage,
  { rounds, racers }: { rounds: number; racers: number },
): Promise<void> {
  const { card, random } = stage;
  const postgres = await Postgres.external(stage);
  const url = await postgres.url();
  const blotter = await Blotter.beside(stage, url, { LOG_LEVEL: 'warn' });
  await blotter.ready();
  const [client, other] = [await newcomer(stage, blotter.url), await newcomer(stage, blotter.url)];
  await using database = await session(url);
  const effects = async (label: string): Promise<number> => {
    const text =
      'SELECT (SELECT count(*) FROM operations WHERE note = $1) + (SELECT count(*) FROM accounts WHERE name = $1)';
    const { rows } = await database.query({ text: `${text} AS count`, values: [label] });
    return Number(rows[0].count);
  };

  const statuses: number[] = [];
  const complaints: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [label, key] = [`round ${round}`, randomUUID()];
    const call = random.chance(0.8)
      ? { method: 'POST', path: PATH, key, json: anOperation(label) }
      : { method: 'POST', path: '/api/v1/accounts', key, json: { name: label, currency: 'EUR' } };
    const answers = await Promise.all(Array.from({ length: racers }, () => client.call(call)));
    statuses.push(...answers.map(({ status }) => status));
    complaints.push(...unlike(answers).map((text) => `${label}: ${text}`));
    const made = await effects(label);
    if (made !== 1) complaints.push(`${label}: ${made} effects`);
  }
  card.note('rounds', rounds);
  card.note('answers', tally(statuses));
  card.none('rounds without exactly one effect and one answer', complaints);

  const key = randomUUID();
  const mine = await post(client, key, 'mine');
  const theirs = await post(other, key, 'theirs');
  card.exactly(
    'another user with that key',
    `${theirs.status} ${theirs.headers['idempotency-replayed']}`,
    '201 undefined',
  );
  card.exactly('that makes an operation of their own', String(idOf(mine) === idOf(theirs)), 'false');
  const mismatch = await post(client, key, 'another body');
  card.exactly('the key with another body', codeOf(mismatch), '422 IDEMPOTENCY_MISMATCH');
  const elsewhere = await client.call({
    method: 'POST',
    path: '/api/v1/accounts',
    key,
    json: { name: 'x', currency: 'EUR' },
  });
  card.exactly('the key at another address', codeOf(elsewhere), '422 IDEMPOTENCY_MISMATCH');
  const reordered = Object.fromEntries(Object.entries(anOperation('mine')).reverse());
  const same = await client.call({ method: 'POST', path: PATH, key, json: reordered });
  card.exactly(
    'the key with the same fields in another order',
    `${same.status} ${same.body === mine.body}`,
    '201 true',
  );
  card.exactly('a key of 255 characters', (await post(client, 'k'.repeat(255), 'long')).status, 201);
  for (const [what, bad] of Object.entries(badKeys)) {
    card.exactly(`a key ${what}`, codeOf(await post(client, bad, what)), '400 BAD_IDEMPOTENCY_KEY');
    card.exactly(`effects of a key ${what}`, await effects(what), 0);
  }
  await whileAnotherRuns(stage, url, client);
  const refused = randomUUID();
  card.exactly(
    'a call that is refused',
    (await client.call({ method: 'POST', path: PATH, key: refused, json: {} })).status,
    422,
  );
  card.exactly('keeps no key', (await post(client, refused, 'at last')).status, 201);
}

/** The key is claimed by a transaction that is not over: that of another process, which may yet fail. */
async function whileAnotherRuns({ card }: Stage, url: string, client: Client): Promise<void> {
  await using database = await session(url);
  const me = JSON.parse((await client.get('/api/v1/users/me')).body) as { id: string };
  const key = randomUUID();
  await database.query('BEGIN');
  await database.query(`INSERT INTO idempotency_keys VALUES ($1, $2, sha256('x'), '', now())`, [me.id, key]);
  const answer = await post(client, key, 'at work');
  card.exactly('the key of a request that is at work', codeOf(answer), '409 IDEMPOTENCY_IN_PROGRESS');
  card.exactly('when to come back', String(answer.headers['retry-after']), '1');
  await database.query('ROLLBACK');
  card.exactly('the key once that one has failed', (await post(client, key, 'at work')).status, 201);
}

const badKeys = { 'of 256 characters': 'k'.repeat(256), 'of nothing': '""', 'with a space in it': 'two words' };

const anOperation = (note: string) => ({ type: 'deposit', payment: '5', currency: 'EUR', date: '2026-01-05', note });

const post = (client: Client, key: string, note: string): Promise<Answer> =>
  client.call({ method: 'POST', path: PATH, key, json: anOperation(note) });

const idOf = ({ body }: Answer): string => (JSON.parse(body) as { id: string }).id;
const codeOf = ({ status, body }: Answer): string => `${status} ${(JSON.parse(body) as { code?: string }).code}`;

/** All 201s have the same body and all but one are replays; the others are told to come back. */
function unlike(answers: readonly Answer[]): string[] {
  const created = answers.filter(({ status }) => status === 201);
  const firsts = created.filter(({ headers }) => headers['idempotency-replayed'] === undefined);
  const others = answers.filter(({ status }) => status !== 201);
  const impatient = others.filter(({ status, headers }) => ![409, 503].includes(status) || !headers['retry-after']);
  return [
    ...(firsts.length === 1 ? [] : [`${firsts.length} first answers`]),
    ...(new Set(created.map(({ body }) => body)).size === 1 ? [] : ['different bodies']),
    ...impatient.map(({ status, body }) => `${status} ${body}`),
  ];
}
