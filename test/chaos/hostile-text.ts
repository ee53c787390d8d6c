import { randomUUID } from 'node:crypto';
import { Blotter } from './stage/blotter.ts';
import { newcomer, register } from './stage/people.ts';
import { Postgres } from './stage/postgres.ts';
import { RawConnection } from './stage/raw-http.ts';
import type { Stage } from './stage/stage.ts';
import { within } from './stage/wait.ts';

/** What is no text, or none that a database takes: as bytes, and as JSON says it. */
const MALFORMED: Readonly<Record<string, string>> = {
  'two bytes of nothing': '\xff\xfe',
  'an overlong NUL': '\xc0\x80',
  'a surrogate in UTF-8': '\xed\xa0\x80',
  'half a character': '\xf0\x9f',
  'a lone continuation': '\x80',
  'beyond Unicode': '\xf4\x90\x80\x80',
};
const MALFORMED_IN_JSON: Readonly<Record<string, string>> = {
  ...MALFORMED,
  'a lone high surrogate': '\\ud800',
  'a lone low surrogate': '\\udc00x',
  'surrogates in the wrong order': '\\udc00\\ud800',
  NUL: '\\u0000',
  'a control character': '\\u0007',
  'an unescaped control character': '\x01',
  'a line break': '\\r\\n',
};
const MALFORMED_IN_URL: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(MALFORMED).map(([name, bytes]) => [name, percented(bytes)])),
  NUL: '%00',
  'half an escape': '%4',
  'no escape': '%zz',
  'a line break': '%0d%0a',
};
/** What is odd and yet text: it is kept as it came. */
const ODD: Readonly<Record<string, string>> = {
  'four bytes': '😀𝔘',
  bidirectional: 'abc\u202edef\u2066',
  'a noncharacter': '\ufffe\uffff',
  'a byte order mark': '\ufeffx',
  combining: 'e\u0301\u0301',
  'half of an escape': '\\u00',
  percent: '100 % of _ % \\',
};

/** R18: malformed text in every place where text comes in: refused with its place, and never a 500. */
export async function hostileText(stage: Stage): Promise<void> {
  const { card } = stage;
  const postgres = await Postgres.external(stage);
  const blotter = await Blotter.beside(stage, await postgres.url());
  await blotter.ready();
  const client = await newcomer(stage, blotter.url);
  const person = await register(blotter.url);
  const caller = new Caller(blotter.port, client.token);

  for (const [name, text] of Object.entries(MALFORMED_IN_JSON)) {
    for (const field of ['note', 'symbol', 'external_id', 'currency', 'account_id', 'date'])
      await caller.refused(`${name} in ${field}`, 'POST /api/v1/operations', `{"${field}":"${text}"}`);
    await caller.refused(`${name} in a tag`, 'POST /api/v1/operations', `{"tags":["${text}"]}`);
    await caller.refused(`${name} as a key`, 'POST /api/v1/operations', `{"${text}":1}`);
    await caller.refused(`${name} in a name`, 'POST /api/v1/accounts', `{"name":"${text}","currency":"EUR"}`);
    // A password is never shown and never stored as text, so it may hold what no other text may.
    const fields = isControl(name) ? ['email', 'username'] : ['email', 'username', 'password'];
    for (const field of fields)
      await caller.refused(`${name} in ${field}`, 'POST /api/v1/auth/register', registration(field, text));
    await caller.refused(
      `${name} as who signs in`,
      'POST /api/v1/auth/bearer/login',
      `{"username":"a${text}@b.c","password":"x"}`,
    );
    await caller.refused(
      `${name} as a password`,
      'POST /api/v1/auth/bearer/login',
      `{"username":"${person.email}","password":"wrong ${text}"}`,
    );
  }
  for (const [name, text] of Object.entries(MALFORMED_IN_URL)) {
    for (const parameter of [
      'q',
      'tag',
      'symbol',
      'instrument',
      'cursor',
      'from',
      'account_id',
      'limit',
      'sort',
      'user_id',
      `x${text}`,
    ])
      await caller.refused(`${name} in ?${parameter}`, `GET /api/v1/operations?${parameter}=${text}`);
    await caller.refused(`${name} in ?q after a word`, `GET /api/v1/operations?q=word${text}`);
    for (const path of [`operations/${text}`, `operations/${text}/history`, `accounts/${text}`, text])
      await caller.refused(`${name} in a path`, `GET /api/v1/${path}`);
    await caller.refused(`${name} in a form`, 'POST /api/v1/auth/cookie/login', `username=a${text}%40b.c&password=x`, [
      'Content-Type: application/x-www-form-urlencoded',
    ]);
  }
  for (const [name, text] of Object.entries(MALFORMED)) {
    await caller.refused(`${name} as raw bytes of a path`, `GET /api/v1/operations/${text}`);
    await caller.refused(`${name} as raw bytes of a query`, `GET /api/v1/operations?q=${text}`);
    for (const header of ['Idempotency-Key', 'Content-Type', 'Authorization'])
      await caller.refused(`${name} in ${header}`, 'POST /api/v1/operations', operation('x'), [`${header}: ${text}`]);
    for (const header of ['X-Request-Id', 'If-None-Match', 'Cookie', 'User-Agent', 'Referer', 'Traceparent', 'Accept'])
      await caller.survived(`${name} in ${header}`, 'GET /api/v1/operations', [`${header}: ${text}`]);
  }
  card.note('malformed texts', caller.calls);
  card.none('not refused, or not with a problem that names the place', caller.complaints);
  card.none(
    'answers of 5xx',
    blotter.requests().filter(({ status }) => (status as number) >= 500),
  );

  const changed: string[] = [];
  for (const [name, text] of Object.entries(ODD)) {
    const json = {
      ...JSON.parse(operation('')),
      note: text,
      tags: [text],
      external_id: `${name} ${randomUUID()} ${text}`,
    };
    const made = await client.call({ method: 'POST', path: '/api/v1/operations', json });
    const { id, note, tags, external_id: externalId } = made.status === 201 ? JSON.parse(made.body) : {};
    const found = JSON.parse((await client.get(`/api/v1/operations?q=${encodeURIComponent(text)}`)).body);
    const again = JSON.parse((await client.get(`/api/v1/operations/${id}`)).body);
    const kept = [note, tags?.[0], again.note].every((is) => is === text) && externalId === json.external_id;
    if (!kept || !found.some((row: { id: string }) => row.id === id))
      changed.push(`${name}: ${made.status} ${made.body}`);
  }
  card.none('odd texts that were not kept, or not found again', changed);
}

class Caller {
  readonly complaints: string[] = [];
  calls = 0;
  readonly #port: number;
  readonly #token: string;

  constructor(port: number, token: string) {
    this.#port = port;
    this.#token = token;
  }

  /** 4xx, as a problem in JSON. @param body sent as its characters' bytes (latin1). */
  async refused(what: string, line: string, body = '', headers: readonly string[] = []): Promise<void> {
    const { status, head, text } = await this.#call(line, body, headers);
    const isProblem = /^content-type: application\/problem\+json\r?$/im.test(head) && isJson(text);
    if (status < 400 || status >= 500 || !isProblem) this.complaints.push(`${what}: ${status} ${text.slice(0, 200)}`);
  }

  /** Any answer but 5xx. */
  async survived(what: string, line: string, headers: readonly string[]): Promise<void> {
    const { status, text } = await this.#call(line, '', headers);
    if (!(status >= 200 && status < 500)) this.complaints.push(`${what}: ${status} ${text.slice(0, 200)}`);
  }

  async #call(
    line: string,
    body: string,
    headers: readonly string[],
  ): Promise<{ status: number; head: string; text: string }> {
    this.calls += 1;
    const connection = await RawConnection.open(this.#port);
    const usual = ['Host: localhost', 'Connection: close', `Content-Length: ${body.length}`];
    const given = headers.map((header) => header.split(':')[0]);
    const identity = given.includes('Authorization') ? [] : [`Authorization: Bearer ${this.#token}`];
    const type = given.includes('Content-Type') ? [] : ['Content-Type: application/json'];
    const head = [`${line} HTTP/1.1`, ...usual, ...identity, ...type, ...headers].join('\r\n');
    connection.send(Buffer.from(`${head}\r\n\r\n${body}`, 'latin1'));
    await within(10_000, `an answer to ${line}`, connection.closed());
    const [answer] = connection.answers;
    return { status: answer?.status ?? 0, head: answer?.head ?? '', text: answer?.body ?? '' };
  }
}

function percented(bytes: string): string {
  return [...Buffer.from(bytes, 'latin1')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

function registration(field: string, text: string): string {
  const values = { email: `${randomUUID()}@example.com`, username: 'Somebody', password: 'a long enough phrase' };
  const broken = { ...values, [field]: '@' };
  return JSON.stringify(broken).replace(
    '"@"',
    () => `"${field === 'email' ? `a${text}@example.com` : `a long ${text} phrase`}"`,
  );
}

const operation = (note: string): string =>
  JSON.stringify({ type: 'deposit', payment: '5', currency: 'EUR', date: '2026-01-05', note });

const isControl = (name: string): boolean => ['NUL', 'a control character', 'a line break'].includes(name);

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
