import { expect } from 'chai';
import type { Answer } from './support/answer.ts';
import { API, type Route } from './support/contract.ts';
import { mountedRoutes } from './support/mounted-routes.ts';
import { cookieLogin } from './support/person.ts';
import { pathWith } from './support/routes.ts';
import { startApp, type TestApp } from './support/start-app.ts';

/** What is served beside the contract. */
const BESIDE = [
  'GET /livez',
  'GET /readyz',
  'GET /metrics',
  'GET /api/v1/openapi.json',
  'GET /api/docs',
  'GET /api/docs/start.js',
  'GET /api/docs/swagger-ui.css',
  'GET /api/docs/swagger-ui-bundle.js',
  'GET /api/docs/favicon-32x32.png',
];

/** What people see; its limits are routes too. */
const PAGES = [
  'GET ',
  'POST /verify/again',
  ...['/sign-in', '/register', '/sign-out', '/forgot-password', '/reset-password', '/verify'].flatMap((path) => [
    `GET ${path}`,
    `POST ${path}`,
  ]),
  'GET /jobs',
  ...['/jobs/:id', '/admin/jobs/:id'].flatMap((job) => [`GET ${job}`, `POST ${job}/cancel`, `POST ${job}/retry`]),
  'GET /admin/jobs',
  'GET /admin/jobs/retry-failed',
  'POST /admin/jobs/retry-failed',
];
const isPage = (route: string): boolean => PAGES.includes(route) || /^GET \/assets\//.test(route);

/** The order in which the examples tell a story. */
const STORY = [
  'register',
  'verify',
  'cookieLogin',
  'bearerLogin',
  'readMe',
  'changeMe',
  'listMySessions',
  'endMySession',
  'requestVerifyToken',
  'createToken',
  'listTokens',
  'deleteToken',
  'openAccount',
  'listAccounts',
  'readAccount',
  'changeAccount',
  'recordOperation',
  'recordOperations',
  'listOperations',
  'readOperation',
  'replaceOperation',
  'changeOperation',
  'readOperationHistory',
  'nameInstrument',
  'listInstruments',
  'exportOperations',
  'listPositions',
  'explainPositions',
  'listCash',
  'forgetAlias',
  'deleteOperation',
  'startImport',
  'listImports',
  'correctImport',
  'readImport',
  'listImportRows',
  'downloadImportErrors',
  'commitImport',
  'undoImport',
  'deleteImport',
  'requestReport',
  'listJobs',
  'readJob',
  'cancelJob',
  'followJob',
  'retryJob',
  'setReportSchedule',
  'listReportSchedules',
  'removeReportSchedule',
  'closeAccount',
  'listUsers',
  'readAuditLog',
  'readUser',
  'decideUser',
  'endSessionsOfUser',
  'removeUser',
  'cookieLogout',
  'endMySessions',
  'endEverybodysSessions',
  'bearerLogout',
  'forgotPassword',
  'resetPassword',
];
const ENDING = ['endMySessions', 'endEverybodysSessions'];

describe('The served document', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  const routeOf = (name: string): Route => {
    const route = app.contract.routes.find(({ operation }) => operation.operationId === name);
    if (route === undefined) throw new Error(`There is no operation ${name}.`);
    return route;
  };

  /** The token of the newest mail to the person of the examples. */
  async function mailedToken(): Promise<string> {
    const { action } = (await app.mailsTo('ada@example.com')).findLast(({ action }) => action !== null) ?? {};
    return new URL(action?.url ?? '').searchParams.get('token') ?? '';
  }

  const newSession = (): Promise<Answer> =>
    cookieLogin(app.anyone, routeOf('cookieLogin').operation.requestBody?.content['application/json']?.example ?? {});

  it('tells of every route that is mounted, and of no other', () => {
    const told = app.contract.routes.map(
      ({ method, path }) => `${method} ${API}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    );
    const routes = mountedRoutes(app.express);
    const others = routes.filter((route) => !isPage(route));
    const pages = routes.filter((route) => PAGES.includes(route));
    expect(others).to.have.members([...told, ...BESIDE]);
    expect([...new Set(pages)]).to.have.members(PAGES);
  });

  it('names each operation once', () => {
    const ids = app.contract.routes.map(({ operation }) => operation.operationId);
    expect([...ids].sort()).to.deep.equal([...STORY].sort());
  });

  it('says of every body and every parameter of a path what it looks like', () => {
    for (const { method, operation } of app.contract.routes) {
      if (['POST', 'PUT', 'PATCH'].includes(method) && !operation.operationId.endsWith('Logout'))
        for (const content of Object.values(operation.requestBody?.content ?? {}))
          expect(content).to.include.keys('schema', 'example');
      for (const parameter of operation.parameters ?? [])
        if (parameter.in === 'path') expect(parameter.schema).to.include.keys('pattern', 'example');
    }
  });

  it('gives examples that work, one after the other, for every type of body', async () => {
    let caller = app.anyone;
    let session = '';
    /** By resource: the id of what was made last, and its version. */
    const ids: Record<string, string> = {};
    const etags: Record<string, string> = {};
    const signIn = async (): Promise<void> => {
      const { example } = routeOf('bearerLogin').operation.requestBody?.content['application/json'] ?? {};
      const { access_token } = (await app.anyone.post('/auth/bearer/login', example)).json<{ access_token: string }>();
      caller = app.anyone.with({ Authorization: `Bearer ${access_token}` });
    };
    for (const name of STORY) {
      const route = routeOf(name);
      if (name === 'verify') await app.sql("UPDATE users SET role = 'admin' WHERE email = 'ada@example.com'");
      if (name === 'listUsers') ids['users'] = (await app.signedUp()).user.id;
      if (name === 'endMySession') {
        const sessions = (await caller.get('/users/me/sessions')).json<{ id: string; kind: string }[]>();
        ids['users'] = sessions.find(({ kind }) => kind === 'cookie')?.id ?? '';
      }
      const [, resource = ''] = route.path.split('/');
      for (const [type, body] of examplesOf(route)) {
        if (resource === 'imports') await app.workOff();
        const headers = { ...exampleHeaders(route, etags[resource]), ...(type ? { 'Content-Type': type } : {}) };
        const browser: Record<string, string> =
          name === 'cookieLogout' ? { Authorization: '', Cookie: session, 'Sec-Fetch-Site': 'same-origin' } : {};
        const target = pathWith(route.path, ids[resource] ?? '');
        const sent = ['verify', 'resetPassword'].includes(name)
          ? { ...(body as object), token: await mailedToken() }
          : body;
        const answer = await caller.with(browser).send(route.method, target, sent, headers);
        expect([name, type, answer.status < 300 ? 'works' : answer.text]).to.deep.equal([name, type, 'works']);
        const { etag, location } = answer.headers;
        if (location !== undefined) {
          const [made = '', id = ''] = location.split('/').slice(-2);
          ids[made] = id;
        }
        if (etag !== undefined && /^"\d+"$/.test(etag)) etags[resource] = etag;
        if (name === 'cookieLogin' || name === 'endMySession')
          session = `blotter=${(await newSession()).cookie('blotter')}`;
        if (name === 'bearerLogin' || ENDING.includes(name)) await signIn();
        if (name === 'bearerLogout') caller = app.anyone;
      }
    }
  });
});

/** Each type of body with its example; one without a body where there is none. */
function examplesOf({ operation }: Route): readonly (readonly [type: string, body: unknown])[] {
  const contents = Object.entries(operation.requestBody?.content ?? {});
  if (contents.length === 0) return [['', undefined]];
  return contents.map(([type, { example }]) =>
    type.endsWith('urlencoded')
      ? [type, new URLSearchParams(example as Record<string, string>).toString()]
      : [type, example],
  );
}

/** If-Match is "the ETag of the version that you saw", so its example is only good for the first. */
function exampleHeaders({ operation }: Route, etag: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { in: place, name, schema } of operation.parameters ?? [])
    if (place === 'header' && schema.example !== undefined)
      headers[name] = name === 'if-match' ? (etag ?? '') : schema.example;
  return headers;
}
