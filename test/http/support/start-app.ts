import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { Client } from 'pg';
import { createHttpServer } from '#adapters/inbound/http/server.ts';
import { MemoryMailer } from '#adapters/outbound/memory/memory-mailer.ts';
import type { Mail } from '#application/ports/mailer.ts';
import type { Role } from '#domain/identity/role.ts';
import { Port, Work } from '#infrastructure/container/tokens.ts';
import { Lifecycle } from '#infrastructure/lifecycle.ts';
import { openApp } from '#infrastructure/open-app.ts';
import { type Workplace, workOff } from '#test/application/work-off.ts';
import { createTestDatabase } from '#test/support/database.ts';
import type { AccountBody, Answer, UserBody } from './answer.ts';
import { aRegistration, PRIVATE_NOTE } from './builders.ts';
import { Caller } from './caller.ts';
import { CollectedLog } from './collected-log.ts';
import { type ApiDocument, Contract } from './contract.ts';
import { cookieLogin, type Person } from './person.ts';
import { Secrets } from './secrets.ts';

export type AppOptions = {
  /** PUBLIC_URL. */
  readonly publicUrl?: string;
  readonly redisUrl?: string;
  /** Default: off, as a test tries more often than a person. */
  readonly rateLimits?: boolean;
  /** REGISTRATION. */
  readonly registration?: 'open' | 'discreet';
  /** TRUST_PROXY. */
  readonly trustProxy?: readonly string[];
  /** CORS_ORIGINS. */
  readonly corsOrigins?: readonly string[];
  /** A database that somebody else drops; default: a fresh one. */
  readonly databaseUrl?: string;
  /** In milliseconds; default: none, as nobody works in a test but when it says so. */
  readonly importPatience?: number;
};

export const SESSION_SECRET = 'a secret of thirty-two characters or more';

export type TestApp = {
  readonly origin: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly express: Express;
  readonly contract: Contract;
  readonly log: CollectedLog;
  readonly secrets: Secrets;
  /** Somebody without any credential. */
  readonly anyone: Caller;
  /** A new user, signed in both ways. */
  signedUp(role?: Role): Promise<Person>;
  /** Straight in the database, behind the back of the service. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Does the jobs that are due, as a worker would; a failure fails the test. */
  workOff(): Promise<number>;
  /** Does what is due; the mails to the address, oldest first. */
  mailsTo(email: string): Promise<readonly Mail[]>;
  /**
   * Stops everything that was started, and fails when a request has not just one line in the log, or when the log tells a secret.
   */
  stop(): Promise<void>;
};

/** The whole service on a database of its own, listening on a free port. */
export async function startApp({
  publicUrl,
  redisUrl,
  databaseUrl,
  rateLimits = false,
  registration = 'open',
  trustProxy = [],
  corsOrigins = [],
  importPatience = 0,
}: AppOptions = {}): Promise<TestApp> {
  const faults: unknown[] = [];
  const lifecycle = new Lifecycle((_part, error) => faults.push(error));
  try {
    const url = databaseUrl ?? (await freshDatabase(lifecycle));
    const log = new CollectedLog();
    const settings = {
      databasePoolSize: 8,
      publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
      redisUrl,
      mongoUrl: undefined,
      port: 3000,
      rateLimits,
      registration,
      trustProxy,
      corsOrigins,
    };
    const mailer = new MemoryMailer();
    const { app, container, requests } = await openApp(
      settings,
      {
        database: { ownerUrl: url, url },
        secret: SESSION_SECRET,
        mailer,
        importPatience,
        onReplaced: (error) => faults.push(error),
      },
      lifecycle,
      log.logger,
    );
    const workplace = {
      jobRuns: container.get(Port.jobRuns),
      unitOfWork: container.get(Port.unitOfWork),
      handlers: container.get(Work.handlers),
    };
    log.gather = () => requests.flush();
    const server = createHttpServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    lifecycle.started('HTTP server', async () => {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
    });
    const { port } = server.address() as AddressInfo;
    return await meet({ port, url, app, log, lifecycle, faults, publicUrl, workplace, mailer });
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}

async function freshDatabase(lifecycle: Lifecycle): Promise<string> {
  const database = await createTestDatabase();
  lifecycle.started('test database', () => database.drop());
  return database.url;
}

type Token = { readonly access_token: string };
type Started = {
  readonly port: number;
  readonly url: string;
  readonly app: Express;
  readonly log: CollectedLog;
  readonly lifecycle: Lifecycle;
  readonly faults: unknown[];
  readonly publicUrl: string | undefined;
  readonly workplace: Workplace;
  readonly mailer: MemoryMailer;
};

async function meet({
  port,
  url,
  app,
  log,
  lifecycle,
  faults,
  publicUrl,
  workplace,
  mailer,
}: Started): Promise<TestApp> {
  const origin = `http://127.0.0.1:${port}`;
  const secrets = new Secrets();
  secrets.add(PRIVATE_NOTE);
  secrets.add(SESSION_SECRET);
  const answered: string[] = [];
  const listen = (_method: string, _target: string, { headers }: Answer): void => {
    answered.push(headers['x-request-id'] ?? '');
  };
  const document = await new Caller(origin, {}, listen).get('/api/v1/openapi.json');
  const contract = new Contract(document.json<ApiDocument>());
  const anyone = new Caller(origin, {}, (method, target, answer) => {
    listen(method, target, answer);
    for (const cookie of answer.cookies) for (const secret of partsOfCookie(cookie)) secrets.add(secret);
    if (target.endsWith('/bearer/login') && answer.status === 200) secrets.add(answer.json<Token>().access_token);
    contract.check(method, target, answer);
  });
  const database = new Client({ connectionString: url });
  // A test may cut the line to the database.
  database.on('error', () => {});
  await database.connect();
  lifecycle.started('connection of the test', () => database.end());
  const sql = async (text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await database.query(text, [...values])).rows;
  const work = () => workOff(workplace, ({ error }) => faults.push(error));
  const cookieName = publicUrl?.startsWith('https:') ? '__Host-blotter' : 'blotter';
  return {
    origin,
    port,
    databaseUrl: url,
    express: app,
    contract,
    log,
    secrets,
    anyone,
    sql,
    async signedUp(role = 'user') {
      const registration = aRegistration();
      const password = secrets.add(registration.password);
      secrets.add(registration.email);
      const user = (await patiently(() => anyone.post('/auth/register', registration))).json<UserBody>();
      if (role !== 'user') await sql('UPDATE users SET role = $2 WHERE id = $1', [user.id, role]);
      const credentials = { username: user.email, password };
      const [bearerLogin, browserLogin] = await Promise.all([
        patiently(() => anyone.post('/auth/bearer/login', credentials)),
        patiently(() => cookieLogin(anyone, credentials)),
      ]);
      const token = bearerLogin.json<Token>().access_token;
      const cookieHeader = `${cookieName}=${browserLogin.cookie(cookieName)}`;
      const bearer = anyone.with({ Authorization: `Bearer ${token}` });
      const cookie = anyone.with({ Cookie: cookieHeader, 'Sec-Fetch-Site': 'same-origin' });
      const [main] = (await bearer.get('/accounts')).json<AccountBody[]>();
      return { user: { ...user, role }, account: main?.id ?? '', password, token, cookieHeader, bearer, cookie };
    },
    workOff: work,
    async mailsTo(email) {
      await work();
      const mails = mailer.sent.filter(({ to }) => to === email);
      for (const { action } of mails) {
        const token = action && new URL(action.url).searchParams.get('token');
        if (token) secrets.add(token);
      }
      return mails;
    },
    async stop() {
      await lifecycle.stop();
      if (faults.length > 0) throw new AggregateError(faults, `Not everything stopped: ${faults.join('; ')}`);
      assertOneLineEach(answered, log);
      secrets.assertNoneIn(log.printed);
    },
  };
}

/** Asks again as long as the service says "not just now", as it may on a machine that is very busy. */
async function patiently(ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if (answer.status !== 503 || attempt === 5) return answer;
  }
}

/** `blotter=s%3AID.SIGNATURE; Path=/…`: the value as it came, as it is meant, and the id alone. */
function partsOfCookie(cookie: string): string[] {
  const value = cookie.slice(cookie.indexOf('=') + 1).split(';', 1)[0] ?? '';
  const meant = decodeURIComponent(value);
  return [value, meant, meant.replace(/^s:|\..*$/g, '')].filter((part) => part !== '');
}

function assertOneLineEach(answered: readonly string[], log: CollectedLog): void {
  const lines = new Map<unknown, number>();
  for (const { msg, id } of log.lines) if (msg === 'request') lines.set(id, (lines.get(id) ?? 0) + 1);
  for (const id of answered)
    if (lines.get(id) !== 1) throw new Error(`The request ${id} has ${lines.get(id) ?? 0} lines in the log, not 1.`);
}
