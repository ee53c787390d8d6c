import { randomUUID } from 'node:crypto';
import { Blotter, type LogLine } from './stage/blotter.ts';
import { Client } from './stage/client.ts';
import { newcomer } from './stage/people.ts';
import { Postgres, session, waitingForLocks } from './stage/postgres.ts';
import { RawConnection } from './stage/raw-http.ts';
import type { Stage } from './stage/stage.ts';
import { until, within } from './stage/wait.ts';

type Attack = {
  /** Of the first answer. */
  readonly statuses: readonly number[];
  readonly bytes: string;
  /** How many requests reach the application; none when left out. */
  readonly reach?: number;
};

const SMUGGLED = 'GET /api/v1/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n';
const ME = 'GET /api/v1/users/me HTTP/1.1\r\nHost: localhost\r\n';
const post = (headers: string, body = ''): string =>
  `POST /api/v1/auth/bearer/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;

/** R19: requests that are made so that two readers of them disagree, and headers that are too much. */
export async function hostileHeaders(stage: Stage, { rounds }: { rounds: number }): Promise<void> {
  const { card } = stage;
  const postgres = await Postgres.external(stage);
  const blotter = await Blotter.beside(stage, await postgres.url());
  await blotter.ready();
  const client = await newcomer(stage, blotter.url);
  for (let round = 0; round < rounds; round += 1) {
    for (const [what, attack] of Object.entries(ATTACKS)) {
      const before = (await requestsUntilNow(blotter)).length;
      const connection = await RawConnection.open(blotter.port);
      connection.send(Buffer.from(attack.bytes, 'latin1'));
      // What asks for nothing more is over; what is refused must be ended by Blotter.
      if ((attack.reach ?? 0) > 0) connection.socket.end();
      await within(10_000, `the end of a connection with ${what}`, connection.closed());
      const reached = (await requestsUntilNow(blotter)).slice(before);
      const statuses = connection.answers.map(({ status }) => status);
      card.none('hostile requests that are not refused', complaints(what, statuses, reached.length, attack));
    }
  }
  await behindOneThatIsAnswered(stage, blotter, postgres, client.token);
  card.none(
    'smuggled requests',
    blotter.requests().filter(({ path }) => String(path).includes('smuggled')),
  );
  card.none(
    'answers of 5xx',
    blotter.requests().filter(({ status }) => (status as number) >= 500),
  );
  card.exactly('somebody who behaves', (await client.get('/api/v1/users/me')).status, 200);
}

/** A request is logged a moment after its end: so another one is sent, and its line waited for, which is not among them. */
async function requestsUntilNow(blotter: Blotter): Promise<LogLine[]> {
  const id = randomUUID();
  await new Client(blotter.url, undefined, { keepAlive: false }).get('/livez', { 'x-request-id': id });
  await until('it is logged', () => blotter.requests().at(-1)?.['id'] === id);
  return blotter.requests().filter(({ path }) => path !== '/livez');
}

/** What is no request, sent while the one before it waits for a lock: the answer to that one arrives all the same. */
async function behindOneThatIsAnswered(
  { card }: Stage,
  { port }: Blotter,
  postgres: Postgres,
  token: string,
): Promise<void> {
  await using database = await session(await postgres.url());
  await database.query('BEGIN; LOCK TABLE operations');
  const connection = await RawConnection.open(port);
  const body = JSON.stringify({ type: 'deposit', payment: '5', currency: 'EUR', date: '2026-01-05' });
  const head = `POST /api/v1/operations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json`;
  connection.send(`${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  await until('it waits for the lock', async () => (await waitingForLocks(postgres)) === 1);
  connection.send('this is no request\r\n\r\n');
  await new Client(`http://127.0.0.1:${port}`, undefined, { keepAlive: false }).get('/livez');
  await database.query('COMMIT');
  await within(5_000, 'the end of a connection with garbage', connection.closed());
  card.exactly('a request with garbage behind it', connection.answers.map(({ status }) => status).join(), '201');
}

function complaints(
  what: string,
  [first, ...more]: number[],
  reached: number,
  { statuses, reach = 0 }: Attack,
): string[] {
  const refused = first !== undefined && statuses.includes(first) && more.length < Math.max(1, reach);
  if (refused && reached === reach) return [];
  return [
    `${what}: answered ${[first, ...more].join(', ')}, ${reached} instead of ${reach} requests reached the application`,
  ];
}

const many = (count: number, header: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => header(index)).join('');

const ATTACKS: Readonly<Record<string, Attack>> = {
  'a header of 17 KB': { statuses: [431], bytes: `${ME}X-Long: ${'a'.repeat(17 * 1024)}\r\n\r\n` },
  'a path of 20 KB': {
    statuses: [431, 414],
    bytes: `GET /${'a'.repeat(20 * 1024)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  },
  '5,000 headers': { statuses: [431], bytes: `${ME}${many(5_000, (index) => `X-${index}: a\r\n`)}\r\n` },
  '1,000 short headers': { statuses: [431], bytes: `${ME}${many(1_000, () => 'a: b\r\n')}\r\n` },
  'headers without end': { statuses: [431], bytes: `${ME}${many(20_000, () => 'X-Header: a\r\n')}` },
  'Content-Length and Transfer-Encoding': {
    statuses: [400],
    bytes: post('Content-Length: 6\r\nTransfer-Encoding: chunked', `0\r\n\r\n${SMUGGLED}`),
  },
  'Transfer-Encoding and Content-Length': {
    statuses: [400],
    bytes: post('Transfer-Encoding: chunked\r\nContent-Length: 6', `0\r\n\r\n${SMUGGLED}`),
  },
  'two Content-Lengths': { statuses: [400], bytes: post('Content-Length: 2\r\nContent-Length: 60', `{}${SMUGGLED}`) },
  'a list of Content-Lengths': { statuses: [400], bytes: post('Content-Length: 2, 60', `{}${SMUGGLED}`) },
  'a Content-Length with a sign': { statuses: [400], bytes: post('Content-Length: +2', `{}${SMUGGLED}`) },
  'a Content-Length in hexadecimal': { statuses: [400], bytes: post('Content-Length: 0x2', `{}${SMUGGLED}`) },
  'a Content-Length below zero': { statuses: [400], bytes: post('Content-Length: -2', `{}${SMUGGLED}`) },
  'a Content-Length beyond 64 bits': {
    statuses: [400],
    bytes: post(`Content-Length: ${'9'.repeat(30)}`, `{}${SMUGGLED}`),
  },
  'an unknown Transfer-Encoding': {
    statuses: [400],
    bytes: post('Transfer-Encoding: xchunked', `0\r\n\r\n${SMUGGLED}`),
  },
  'chunked, then something else': {
    statuses: [400],
    bytes: post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${SMUGGLED}`),
  },
  'something else, then chunked': {
    statuses: [400],
    bytes: post('Transfer-Encoding: xchunked, chunked', `0\r\n\r\n${SMUGGLED}`),
  },
  'Transfer-Encoding twice': {
    statuses: [400],
    bytes: post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', `0\r\n\r\n${SMUGGLED}`),
  },
  'a space before the colon': { statuses: [400], bytes: post('Transfer-Encoding : chunked', `0\r\n\r\n${SMUGGLED}`) },
  'a vertical tab in Transfer-Encoding': {
    statuses: [400],
    bytes: post('Transfer-Encoding: \x0bchunked', `0\r\n\r\n${SMUGGLED}`),
  },
  'a folded header': { statuses: [400], bytes: `${ME}X-Folded: a\r\n b\r\n\r\n${SMUGGLED}` },
  'a bare CR in a header': { statuses: [400], bytes: `${ME}X-Bare: a\rX-Other: b\r\n\r\n${SMUGGLED}` },
  'a bare LF between headers': { statuses: [400], bytes: `${ME}X-Bare: a\nX-Other: b\r\n\r\n${SMUGGLED}` },
  'a bare LF at the end of the headers': { statuses: [400], bytes: `${ME}X-Bare: a\n\n${SMUGGLED}` },
  'NUL in a header': { statuses: [400], bytes: `${ME}X-Nul: a\0b\r\n\r\n` },
  'a header without a name': { statuses: [400], bytes: `${ME}: a\r\n\r\n` },
  'a header without a colon': { statuses: [400], bytes: `${ME}nothing\r\n\r\n` },
  'two Hosts': { statuses: [400], bytes: 'GET /api/v1/users/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', reach: 1 },
  'no Host': { statuses: [400], bytes: 'GET /api/v1/users/me HTTP/1.1\r\n\r\n', reach: 1 },
  'a chunk size in another way': {
    statuses: [400],
    bytes: post('Transfer-Encoding: chunked', `0x2\r\n{}\r\n0\r\n\r\n${SMUGGLED}`),
    reach: 1,
  },
  'a chunk that is longer than it says': {
    statuses: [400],
    bytes: post('Transfer-Encoding: chunked', `2\r\n{}ab\r\n0\r\n\r\n${SMUGGLED}`),
    reach: 1,
  },
  'a chunk size beyond 64 bits': {
    statuses: [400, 413],
    bytes: post('Transfer-Encoding: chunked', `${'f'.repeat(17)}\r\n{}`),
    reach: 1,
  },
  'a chunk extension without end': {
    statuses: [400, 413, 431],
    bytes: post('Transfer-Encoding: chunked', `2;${'a'.repeat(40_000)}\r\n{}\r\n0\r\n\r\n`),
    reach: 1,
  },
  'trailers without end': {
    statuses: [400, 413, 431],
    bytes: post('Transfer-Encoding: chunked', `2\r\n{}\r\n0\r\n${many(4_000, () => 'X-Trailer: a\r\n')}\r\n`),
    reach: 1,
  },
  'HTTP/2 without being asked': { statuses: [400, 505], bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
  'HTTP/9.9': { statuses: [400, 505], bytes: 'GET / HTTP/9.9\r\nHost: localhost\r\n\r\n' },
  'HTTP/0.9': { statuses: [400], bytes: 'GET /api/v1/users/me\r\n\r\n', reach: 1 },
  'an unknown method': {
    statuses: [400, 405],
    bytes: 'SMUGGLE /api/v1/users/me HTTP/1.1\r\nHost: localhost\r\n\r\n',
  },
  TLS: { statuses: [400], bytes: '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' },
  'the absolute form, of another host': {
    statuses: [401],
    bytes: 'GET http://elsewhere.example/api/v1/users/me HTTP/1.1\r\nHost: localhost\r\n\r\n',
    reach: 1,
  },
  'the authority form': {
    statuses: [400, 404, 405],
    bytes: 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n',
  },
  'a cookie of 8 KB': { statuses: [401], bytes: `${ME}Cookie: blotter=${'a'.repeat(8 * 1024)}\r\n\r\n`, reach: 1 },
  'a thousand cookies': {
    statuses: [401],
    bytes: `${ME}Cookie: ${many(1_000, (index) => `blotter=${index};`)}\r\n\r\n`,
    reach: 1,
  },
  'an upgrade': { statuses: [401], bytes: `${ME}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`, reach: 1 },
};
