import { randomUUID } from 'node:crypto';
import { Blotter } from './stage/blotter.ts';
import { type Answer, type Client, NoAnswerError } from './stage/client.ts';
import { tally } from './stage/figures.ts';
import { newcomer } from './stage/people.ts';
import { Postgres, session } from './stage/postgres.ts';
import type { Stage } from './stage/stage.ts';
import { type Fault, TcpProxy } from './stage/tcp-proxy.ts';

const FAULTS: readonly Fault[] = ['lose response', 'lose response', 'lose response', 'cut response', 'lose request'];
const HARMLESS: readonly Fault[] = ['pass', 'pass', 'pass', 'pass', 'delay', 'half-close'];

/**
 * R10: a network that loses 30 % of the answers. Every call is made again with its key until its answer arrives; what arrives in
 * the end must be the lost answer, byte for byte.
 */
export async function lostResponses(
  stage: Stage,
  { calls, clients }: { calls: number; clients: number },
): Promise<void> {
  const { card, random } = stage;
  const postgres = await Postgres.external(stage);
  const blotter = await Blotter.beside(stage, await postgres.url(), { LOG_LEVEL: 'warn' });
  await blotter.ready();
  /** By Idempotency-Key: the whole answers that did not arrive. */
  const lost = new Map<string, string[]>();
  const faults: Fault[] = [];
  const proxy = await TcpProxy.start(stage, {
    target: blotter.port,
    delayMilliseconds: 5,
    fault() {
      faults.push(random.pick(random.chance(0.3) ? FAULTS : HARMLESS));
      return faults.at(-1)!;
    },
    onLost(request, answer) {
      const key = /^idempotency-key: (.*)\r$/im.exec(request)?.[1] ?? '';
      lost.set(key, [...(lost.get(key) ?? []), answer]);
    },
  });
  const direct = await newcomer(stage, blotter.url);
  const client = direct.at(proxy.url, { keepAlive: false });

  const outcomes: Outcome[] = [];
  let next = 0;
  const loop = async (): Promise<void> => {
    while (next < calls) {
      next += 1;
      outcomes.push(await insist(client, `label ${next}`));
    }
  };
  await Promise.all(Array.from({ length: clients }, loop));

  card.note('calls', calls);
  card.note('connections', tally(faults));
  const swallowed = [...lost.values()].flat().length;
  card.atLeast('lost answers', swallowed, calls * 0.2);
  card.none(
    'calls without an answer in the end',
    outcomes.filter(({ answer }) => answer?.status !== 201),
  );
  await using database = await session(await postgres.url());
  const { rows } = await database.query(
    'SELECT note AS label, count(*)::int FROM operations GROUP BY note HAVING count(*) > 1',
  );
  card.none('operations made twice', rows);
  const total = await database.query<{ count: number }>('SELECT count(*)::int FROM operations');
  card.exactly('operations', total.rows[0]!.count, calls);
  card.none(
    'final answers that differ from a lost one',
    outcomes.flatMap((outcome) => differences(outcome, lost.get(outcome.key))),
  );
  card.none('answers made again later that differ', await replayed(direct, outcomes.slice(0, 200)));
}

type Outcome = { readonly key: string; readonly label: string; readonly answer: Answer | undefined };

const bodyOf = (label: string) => ({ type: 'deposit', payment: '5', currency: 'EUR', date: '2026-01-05', note: label });

async function insist(client: Client, label: string): Promise<Outcome> {
  const key = randomUUID();
  for (let attempt = 0; attempt < 100; attempt += 1) {
    try {
      const answer = await client.call({ method: 'POST', path: '/api/v1/operations', key, json: bodyOf(label) });
      // Of a call before, which is still at work.
      if (answer.status !== 409) return { key, label, answer };
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
    }
  }
  return { key, label, answer: undefined };
}

/** A lost 201 is the first one or a replay; the one that arrives after it is always a replay, with the same bytes. */
function differences({ key, answer }: Outcome, before: readonly string[] = []): string[] {
  const created = before.filter((text) => text.startsWith('HTTP/1.1 201'));
  if (created.length === 0) return [];
  const complaints = created.filter((text) => !text.endsWith(`\r\n\r\n${answer?.body}`));
  return answer?.headers['idempotency-replayed'] === 'true' ? complaints : [...complaints, `${key} is no replay`];
}

async function replayed(client: Client, outcomes: readonly Outcome[]): Promise<string[]> {
  const complaints: string[] = [];
  for (const { key, label, answer } of outcomes) {
    const again = await client.call({ method: 'POST', path: '/api/v1/operations', key, json: bodyOf(label) });
    const names = ['location', 'etag', 'content-type'];
    const same = again.body === answer?.body && names.every((name) => again.headers[name] === answer.headers[name]);
    if (!same || again.headers['idempotency-replayed'] !== 'true') complaints.push(`${again.status} ${again.body}`);
  }
  return complaints;
}
