import { Blotter } from './stage/blotter.ts';
import { type Answer, Client, type NoAnswerError } from './stage/client.ts';
import { largest, tally } from './stage/figures.ts';
import { newcomer } from './stage/people.ts';
import { Postgres } from './stage/postgres.ts';
import type { Stage } from './stage/stage.ts';
import { until } from './stage/wait.ts';

const ME = '/api/v1/users/me';
/** From the tables, whatever is kept. */
const UNKEPT = { 'cache-control': 'no-store' };
const OPERATION = { type: 'deposit', payment: '5', currency: 'EUR', date: '2026-01-05', note: 'to a frozen database' };

/** PostgreSQL stops answering without closing a connection (SIGSTOP), as behind a network that is cut: nothing waits for ever. */
export async function frozenPostgres(stage: Stage, { requests }: { requests: number }): Promise<void> {
  const { card } = stage;
  const postgres = await Postgres.external(stage);
  const blotter = await Blotter.beside(stage, await postgres.url(), { LOG_LEVEL: 'warn' });
  await blotter.ready();
  const client = await newcomer(stage, blotter.url);
  // Connections are open and will not be missed.
  const calls = (): Promise<Outcome>[] =>
    Array.from({ length: requests }, (_, index) => {
      if (index % 3 === 0)
        return settled(client.call({ path: '/api/v1/operations', headers: UNKEPT, patience: 30_000 }));
      if (index % 3 === 1) return settled(client.call({ path: '/api/v1/accounts', headers: UNKEPT, patience: 30_000 }));
      return settled(client.call({ method: 'POST', path: '/api/v1/operations', json: OPERATION, patience: 30_000 }));
    });
  await Promise.all(calls());
  await postgres.freeze(true);
  let livez: number[];
  let outcomes: Outcome[];
  try {
    [outcomes, livez] = await Promise.all([Promise.all(calls()), pings(blotter.url)]);
    card.exactly('/readyz', (await new Client(blotter.url).get('/readyz')).status, 503);
  } finally {
    await postgres.freeze(false);
  }
  card.exactly('requests', tally(outcomes.map(({ status }) => status)), `503 × ${requests}`);
  card.atMost('each is answered within', largest(outcomes.map(({ milliseconds }) => milliseconds)), 13_000, 'ms');
  card.atMost('/livez meanwhile', largest(livez), 500, 'ms');
  const back = await until(
    'a request is answered',
    async () => (await client.get(ME).catch(() => ({ status: 0 }))).status === 200,
  );
  card.atMost('first answer after it goes on', back, 3_000, 'ms');
  const after = await Promise.all(calls());
  card.none(
    'failures afterwards',
    after.filter(({ status }) => status !== 200 && status !== 201),
  );
  card.exactly('the API', blotter.isRunning ? 'lives' : 'ended', 'lives');
}

type Outcome = { readonly status: number | string; readonly milliseconds: number };

async function settled(call: Promise<Answer>): Promise<Outcome> {
  const start = performance.now();
  const status = await call.then(
    (answer) => answer.status,
    (error: NoAnswerError) => error.code,
  );
  return { status, milliseconds: performance.now() - start };
}

async function pings(base: string): Promise<number[]> {
  const client = new Client(base);
  const times: number[] = [];
  for (let ping = 0; ping < 20; ping += 1) times.push((await client.get('/livez')).milliseconds);
  client.close();
  return times;
}
