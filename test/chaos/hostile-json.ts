import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { Blotter } from './stage/blotter.ts';
import { largest } from './stage/figures.ts';
import { processUse } from './stage/linux.ts';
import { newcomer } from './stage/people.ts';
import { Pings } from './stage/pings.ts';
import { Postgres } from './stage/postgres.ts';
import { RawConnection } from './stage/raw-http.ts';
import type { Stage } from './stage/stage.ts';
import { lasting, within } from './stage/wait.ts';

const MIB = 2 ** 20;
/** 50 ms of work, and what a busy machine gives to others meanwhile. */
const STALL_MILLISECONDS = 150;

const WARM_UPS = 2;

type Size = {
  readonly rounds: number;
  /** CPU time that one may cost, in milliseconds. */
  readonly cpu: number;
};

type Attack = {
  readonly status: number;
  readonly pieces: () => readonly Buffer[];
  readonly headers?: readonly string[];
};

/** R17: bodies that cost their reader more than their sender: deep, huge, with many keys, with long numbers, packed. */
export async function hostileJson(stage: Stage, { rounds, cpu }: Size): Promise<void> {
  const { card } = stage;
  const postgres = await Postgres.external(stage);
  // As npm start has it.
  const nodeOptions = ['--max-semi-space-size=8', '--v8-pool-size=1'];
  const blotter = await Blotter.beside(stage, await postgres.url(), {}, { nodeOptions });
  await blotter.ready();
  const { token } = await newcomer(stage, blotter.url);
  const pings = new Pings(blotter.url);
  await lasting(500);
  const quiet = largest(await pings.finish());
  // Until its heap is as large as it will be.
  for (let round = 0; round < WARM_UPS; round += 1) await attackAll(stage, blotter, token, undefined);
  const before = (await processUse(blotter.pid)).rssMegabytes;
  for (let round = 0; round < rounds; round += 1)
    await attackAll(stage, blotter, token, { cpu, longestPing: Math.max(STALL_MILLISECONDS, 3 * quiet) });
  card.note('longest ping when it is quiet', quiet, 'ms');
  card.atMost('growth of its memory', (await processUse(blotter.pid)).rssMegabytes - before, 32, 'MB');
  card.exactly('answers of 5xx', blotter.requests().filter(({ status }) => (status as number) >= 500).length, 0);
}

/** @param bounds undefined the first times, which also pay for the code that answers. */
async function attackAll(
  { card }: Stage,
  blotter: Blotter,
  token: string,
  bounds: { readonly cpu: number; readonly longestPing: number } | undefined,
): Promise<void> {
  for (const [what, attack] of Object.entries(ATTACKS)) {
    const pieces = attack.pieces();
    const before = await processUse(blotter.pid);
    const pings = new Pings(blotter.url);
    const { answer, connection } = await send(blotter.port, token, attack, pieces);
    const stall = largest(await pings.finish());
    const after = await processUse(blotter.pid);
    // After a 413 it goes on reading for a moment, so that its client can.
    if (attack.status === 413) await within(10_000, 'the end of a connection after 413', connection.closed());
    connection.socket.destroy();
    if (bounds === undefined) continue;
    const must = `${attack.status} application/problem+json`;
    card.none('hostile bodies that are not refused', answer === must ? [] : [`${what}: ${answer} instead of ${must}`]);
    card.atMost('CPU time for one', after.cpuMilliseconds - before.cpuMilliseconds, bounds.cpu, 'ms');
    card.atMost('longest ping beside one', stall, bounds.longestPing, 'ms');
  }
}

/** Returns the status and the type of the answer as soon as it is there. */
async function send(
  port: number,
  token: string,
  { headers = [] }: Attack,
  pieces: readonly Buffer[],
): Promise<{ answer: string; connection: RawConnection }> {
  const connection = await RawConnection.open(port);
  const { socket } = connection;
  const identity = ['Host: localhost', `Authorization: Bearer ${token}`, 'Content-Type: application/json'];
  const chunked = headers.some((header) => header.startsWith('Transfer-Encoding'));
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const framing = chunked ? [] : [`Content-Length: ${length}`];
  connection.send(`POST /api/v1/operations HTTP/1.1\r\n${[...identity, ...headers, ...framing].join('\r\n')}\r\n\r\n`);
  const answered = new Promise<void>((resolve) => {
    const look = (): void => {
      if (connection.answers.length > 0 || socket.destroyed) resolve();
      else setTimeout(look, 1);
    };
    look();
  });
  for (const piece of pieces) {
    if (socket.destroyed || connection.answers.length > 0) break;
    if (chunked) connection.send(`${piece.length.toString(16)}\r\n`);
    const goesOn = socket.write(piece);
    if (chunked) connection.send('\r\n');
    if (!goesOn) await Promise.race([once(socket, 'drain'), answered]).catch(() => {});
  }
  if (chunked) connection.send('0\r\n\r\n');
  await within(10_000, 'an answer to a hostile body', answered);
  const [answer] = connection.answers;
  const said = answer && `${answer.status} ${/^content-type: (\S+)/im.exec(answer.head)?.[1]}`;
  return { answer: said ?? `nothing, ${connection.error}`, connection };
}

const json = (text: string) => () => [Buffer.from(text)];

const repeated = (piece: Buffer, times: number): Buffer[] => Array.from({ length: times }, () => piece);
const keys = (count: number): string => `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;
const blank = Buffer.alloc(MIB, ' ');

const ATTACKS: Readonly<Record<string, Attack>> = {
  'an array 1,000 deep': { status: 400, pieces: json('['.repeat(1e3) + ']'.repeat(1e3)) },
  'an array 500,000 deep': { status: 400, pieces: json('['.repeat(5e5) + ']'.repeat(5e5)) },
  'an object 100,000 deep': { status: 400, pieces: json(`${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`) },
  'a million brackets': { status: 400, pieces: json('['.repeat(1e6)) },
  'objects of 1,000 keys': {
    status: 400,
    pieces: json(`{"tags":[${Array.from({ length: 95 }, () => keys(1_000)).join(',')}]}`),
  },
  '95,000 keys': { status: 400, pieces: json(keys(95_000)) },
  'a million keys': { status: 413, pieces: json(keys(1e6)) },
  'a number of 100,000 digits': { status: 422, pieces: json(`{"quantity":${'1'.repeat(1e5)}}`) },
  'a number of a million zeros between two ones': { status: 422, pieces: json(`{"quantity":1${'0'.repeat(1e6)}1}`) },
  'a fraction of a million digits as text': { status: 422, pieces: json(`{"quantity":"0.${'0'.repeat(1e6)}1"}`) },
  'numbers beyond a double': { status: 422, pieces: json(`{"quantity":1e400,"price":-1e400,"fee":1e-400}`) },
  'a million spaces in a symbol': { status: 422, pieces: json(`{"symbol":"A${' '.repeat(1e6)}!"}`) },
  'a million quotes in a text': { status: 422, pieces: json(`{"note":"${'\\"'.repeat(5e5)}"}`) },
  'a key that is there twice': { status: 400, pieces: json('{"note":"a","note":"b"}') },
  'a key that is there twice, once escaped': { status: 400, pieces: json('{"note":"a","n\\u006fte":"b"}') },
  'the key __proto__': { status: 400, pieces: json('{"__proto__":{"quantity":"1"}}') },
  'the key constructor': { status: 422, pieces: json('{"constructor":{"prototype":{"quantity":"1"}}}') },
  '50,000 tags': { status: 422, pieces: json(`{"tags":[${Array.from({ length: 5e4 }, () => '"t"').join(',')}]}`) },
  'half a JSON text': { status: 400, pieces: json('{"note":') },
  nothing: { status: 400, pieces: () => [] },
  '100 MB': { status: 413, pieces: () => repeated(blank, 100) },
  '100 MB in chunks': { status: 413, pieces: () => repeated(blank, 100), headers: ['Transfer-Encoding: chunked'] },
  '100 MB packed 1,000 : 1': {
    status: 413,
    pieces: () => [gzipSync(Buffer.alloc(100 * MIB, ' '))],
    headers: ['Content-Encoding: gzip'],
  },
  'a packing that nobody knows': { status: 415, pieces: json('{}'), headers: ['Content-Encoding: middle-out'] },
};
