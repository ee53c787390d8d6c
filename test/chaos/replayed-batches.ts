import { Blotter } from './stage/blotter.ts';
import { brokerFile, brokerRows, differencesOf } from './stage/broker-file.ts';
import type { Answer, Client, NoAnswerError } from './stage/client.ts';
import { tally } from './stage/figures.ts';
import { Importer } from './stage/importer.ts';
import { newcomer } from './stage/people.ts';
import { Postgres, session } from './stage/postgres.ts';
import type { Stage } from './stage/stage.ts';
import { until } from './stage/wait.ts';

type Size = { readonly rows: number; readonly batch: number; readonly times: number; readonly clients: number };

/**
 * C-23: the same rows are sent in batches again and again, each time in another order, by several clients at once, one of which is gone in the
 * middle of a request when half of it is done. Each row is there once, as it was sent, and has been written once.
 */
export async function replayedBatches(stage: Stage, { rows, batch, times, clients }: Size): Promise<void> {
  const { card, random } = stage;
  const postgres = await Postgres.external(stage);
  const url = await postgres.url();
  const blotter = await Blotter.beside(stage, url, { LOG_LEVEL: 'warn' });
  await blotter.ready();
  const user = await newcomer(stage, blotter.url);
  const all = brokerRows(rows);
  const replays = Array.from({ length: times }, () => inBatches(random.shuffled(all), batch)).flat();
  const count = replays.length;

  const answers: Answer[] = [];
  const losses: string[] = [];
  const send = async (client: Client): Promise<void> => {
    for (let operations = replays.shift(); operations; operations = replays.shift()) {
      const call = { method: 'POST', path: '/api/v1/operations/batch', json: { operations }, patience: 60_000 };
      const answer = await client.call(call).catch(({ code }: NoAnswerError) => void losses.push(code));
      if (answer === undefined) return;
      answers.push(answer);
    }
  };
  const senders = Array.from({ length: clients }, () => user.at(blotter.url));
  for (const sender of senders) stage.atEnd(() => sender.close());
  const sent = senders.map(send);
  await until('half of it is done', () => answers.length >= count / 2, { pause: 1 });
  senders[0]?.close();
  await Promise.all(sent);

  const right = answers.filter(({ status }) => status === 200);
  const results = right.flatMap(({ body }) => (JSON.parse(body) as { status: string }[]).map(({ status }) => status));
  card.note('batches', count);
  card.exactly('requests whose client was gone', losses.length, 1);
  card.exactly('answers to the others', tally(answers.map(({ status }) => status)), `200 × ${count - 1}`);
  card.note('results', tally(results));
  card.none(
    'results that are neither created nor unchanged',
    results.filter((result) => !['created', 'unchanged'].includes(result)),
  );
  card.atMost('rows that were created by these', results.filter((result) => result === 'created').length, rows);
  const written = `${rows} operations, ${rows} of one version, 0 changes`;
  card.exactly('what is written', await writtenAt(url), written);
  card.none(
    'rows missing, doubled, or other than sent',
    differencesOf(await new Importer(user).export(), brokerFile(rows)),
  );
  card.exactly('the API', blotter.isRunning ? 'lives' : 'ended', 'lives');
}

const inBatches = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

async function writtenAt(url: string): Promise<string> {
  await using database = await session(url);
  const { rows } = await database.query<{ said: string }>(
    `SELECT count(*) || ' operations, ' || count(*) FILTER (WHERE version = 1) || ' of one version, '
       || (SELECT count(*) FROM operation_history) || ' changes' AS said FROM operations`,
  );
  return rows[0]?.said ?? '';
}
