import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express, RequestHandler } from 'express';
import { MemoryMailer } from '#adapters/outbound/memory/memory-mailer.ts';
import type { GatheredRequestLog } from '#infrastructure/gathered-request-log.ts';
import { Lifecycle } from '#infrastructure/lifecycle.ts';
import { createLogger } from '#infrastructure/logging.ts';
import { openApp } from '#infrastructure/open-app.ts';
import type { LogLine } from './stage/blotter.ts';
import { type Answer, type Call, Client } from './stage/client.ts';
import { register, signIn, signInByCookie } from './stage/people.ts';
import { Postgres } from './stage/postgres.ts';
import type { Stage } from './stage/stage.ts';
import { until } from './stage/wait.ts';

/** What Express keeps of a middleware, a route and a router. */
type Layer = { handle: Handle; name: string; readonly route?: { readonly stack: Layer[] } };
type Handle = ((...args: unknown[]) => unknown) & { readonly stack?: Layer[] };

const SECRET = 'planted: do not tell';

/** What a handler may throw, or reject with; the ones that are no errors too. */
const FAULTS: Readonly<Record<string, () => unknown>> = {
  'an error': () => new Error(SECRET),
  'a type error': () => new TypeError(SECRET),
  'an error that names a status': () => Object.assign(new Error(SECRET), { status: 200, statusCode: 302 }),
  'an error whose status is a text': () => Object.assign(new Error(SECRET), { status: SECRET }),
  'a frozen error': () => Object.freeze(new Error(SECRET)),
  'an error whose cause is itself': () => {
    const error = new Error(SECRET);
    error.cause = error;
    return error;
  },
  'an error whose code is a number': () => new DOMException(SECRET, 'AbortError'),
  'an error that cannot be read': () =>
    Object.defineProperty(new Error(SECRET), 'status', {
      get() {
        throw new Error(SECRET);
      },
    }),
  'a text': () => SECRET,
};

/** R27: every middleware and every handler of the real application fails, in every way, one at a time. */
export async function unknownErrors(stage: Stage): Promise<void> {
  const { card } = stage;
  const house = await openHouse(stage);
  const calls = await callsOf(house);
  const reached = await layersReached(house, calls);
  card.atLeast('middlewares and handlers that were reached', reached.size, 30);
  const complaints: string[] = [];
  let faults = 0;
  for (const [layer, call] of reached) {
    for (const kind of Object.keys(FAULTS)) {
      for (const how of ['thrown', 'rejected', 'passed on'] as const) {
        faults += 1;
        const complaint = await failOnce(house, layer, call, () => FAULTS[kind]!(), how);
        if (complaint)
          complaints.push(`${call.method ?? 'GET'} ${call.path}, ${layer.name}, ${kind} ${how}: ${complaint}`);
      }
    }
  }
  card.note('faults', faults);
  card.none('faults that are not a 500 with a ticket that the log has once', complaints);
  const after = await Promise.all(calls.map((call) => house.client.call(call)));
  card.none(
    'answers of 5xx afterwards',
    after.filter(({ status }) => status >= 500),
  );
}

type House = {
  readonly app: Express;
  readonly base: string;
  readonly lines: LogLine[];
  readonly requests: GatheredRequestLog;
  readonly client: Client;
  readonly cookie: string;
};

async function openHouse(stage: Stage): Promise<House> {
  const postgres = await Postgres.external(stage);
  const lines: LogLine[] = [];
  const log = createLogger('info', {
    write(text) {
      for (const line of text.trim().split('\n')) lines.push(JSON.parse(line) as LogLine);
    },
  });
  const lifecycle = new Lifecycle(() => {});
  stage.atEnd(() => lifecycle.stop());
  const settings = {
    corsOrigins: [],
    databasePoolSize: 2,
    mongoUrl: undefined,
    port: 3000,
    publicUrl: undefined,
    rateLimits: true,
    registration: 'open' as const,
    redisUrl: undefined,
    trustProxy: [],
  };
  const url = await postgres.url();
  const opened = {
    database: { ownerUrl: url, url },
    secret: 'a secret that is long enough for a test',
    mailer: new MemoryMailer(),
    onReplaced: () => {},
  };
  const { app, requests } = await openApp(settings, opened, lifecycle, log);
  const server: Server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stage.atEnd(() => server.close().closeAllConnections());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const person = await register(base);
  const client = new Client(base, { token: await signIn(base, person) });
  stage.atEnd(() => client.close());
  return { app, base, lines, requests, client, cookie: await signInByCookie(base, person) };
}

/** At least one call for every route; some carry a cookie, as other middlewares serve those. */
async function callsOf({ client, cookie }: House): Promise<Call[]> {
  const json = { type: 'deposit', payment: '5', currency: 'EUR', date: '2026-01-05' };
  const made = await client.call({ method: 'POST', path: '/api/v1/operations', json });
  const operation = `/api/v1/operations/${JSON.parse(made.body).id}`;
  const [{ id }] = JSON.parse((await client.get('/api/v1/accounts')).body) as [{ id: string }];
  const nobody = { username: 'nobody@example.com', password: 'wrong' };
  const browser = { cookie, 'sec-fetch-site': 'same-origin', authorization: '' };
  return [
    { path: '/livez' },
    { path: '/readyz' },
    { path: '/metrics' },
    { path: '/nothing' },
    { path: '/api/docs' },
    { path: '/api/v1/openapi.json' },
    { path: '/api/v1/users/me' },
    { path: '/api/v1/users/me', headers: browser },
    { path: '/api/v1/accounts' },
    { method: 'POST', path: '/api/v1/accounts', json: { name: 'x', currency: 'EUR' } },
    { path: `/api/v1/accounts/${id}` },
    { method: 'PATCH', path: `/api/v1/accounts/${id}`, json: { name: 'y' } },
    { method: 'DELETE', path: `/api/v1/accounts/${id}` },
    { path: '/api/v1/operations' },
    { method: 'POST', path: '/api/v1/operations', json, key: 'k' },
    { path: operation },
    { path: `${operation}/history` },
    { method: 'PUT', path: operation, json },
    { method: 'PATCH', path: operation, json: { note: 'x' } },
    { method: 'DELETE', path: `${operation.slice(0, -4)}0000` },
    { method: 'POST', path: '/api/v1/auth/register', json: { email: 'x' } },
    { method: 'POST', path: '/api/v1/auth/cookie/login', json: nobody },
    { method: 'POST', path: '/api/v1/auth/bearer/login', json: nobody },
    { method: 'POST', path: '/api/v1/auth/cookie/logout' },
    { method: 'TRACE', path: '/api/v1/operations' },
  ];
}

function layersOf(stack: readonly Layer[]): Layer[] {
  return stack.flatMap((layer) => [layer, ...layersOf(layer.route?.stack ?? layer.handle.stack ?? [])]);
}

/** Each middleware and handler with a call that comes through it. Who handles errors, and who gives a request its id, are not asked. */
async function layersReached({ app, client }: House, calls: readonly Call[]): Promise<Map<Layer, Call>> {
  const reached = new Map<Layer, Call>();
  const layers = layersOf((app.router as unknown as { stack: Layer[] }).stack)
    .filter(({ handle }) => handle.length < 4)
    .slice(1);
  for (const call of calls) {
    const originals = layers.map((layer) => [layer, layer.handle] as const);
    for (const [layer, handle] of originals) {
      const spy: RequestHandler = (req, res, next) => {
        if (!reached.has(layer)) reached.set(layer, call);
        return handle(req, res, next);
      };
      layer.handle = Object.assign(spy as unknown as Handle, handle);
    }
    await client.call(call);
    for (const [layer, handle] of originals) layer.handle = handle;
  }
  return reached;
}

/** Returns what is wrong with the answer and the log. */
async function failOnce(
  { client, lines, requests }: House,
  layer: Layer,
  call: Call,
  fault: () => unknown,
  how: 'thrown' | 'rejected' | 'passed on',
): Promise<string | undefined> {
  const { handle } = layer;
  const faulty: RequestHandler = (_req, _res, next) => {
    if (how === 'passed on') return next(fault());
    if (how === 'rejected') return Promise.reject(fault()) as unknown as undefined;
    throw fault();
  };
  layer.handle = Object.assign(faulty as unknown as Handle, handle);
  const before = lines.length;
  let answer: Answer;
  try {
    answer = await client.call(call);
  } finally {
    layer.handle = handle;
  }
  const id = answer.headers['x-request-id'];
  await until('the request is logged', () => {
    requests.flush();
    return lines.slice(before).some(({ msg }) => msg === 'request');
  });
  const failures = lines.slice(before).filter(({ msg }) => msg === 'request failed');
  const problem = answer.headers['content-type'] === 'application/problem+json' ? JSON.parse(answer.body) : {};
  if (answer.body.includes(SECRET) || /\bat .*:\d+/.test(answer.body)) return `it tells ${answer.body.slice(0, 300)}`;
  if (answer.status !== 500) return `${answer.status}`;
  if (problem.code !== 'INTERNAL' || problem.request_id !== id) return `${answer.body.slice(0, 300)}`;
  if (failures.length !== 1 || failures[0]?.['id'] !== id) return `logged ${failures.length} times`;
  return undefined;
}
