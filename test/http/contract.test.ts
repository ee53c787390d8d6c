import { expect } from 'chai';
import { API, type Route } from './support/contract.ts';
import { mountedRoutes } from './support/mounted-routes.ts';
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

/** The order in which the examples tell a story. */
const STORY = [
  'register',
  'cookieLogin',
  'bearerLogin',
  'readMe',
  'openAccount',
  'listAccounts',
  'readAccount',
  'changeAccount',
  'recordOperation',
  'listOperations',
  'readOperation',
  'replaceOperation',
  'changeOperation',
  'readOperationHistory',
  'deleteOperation',
  'closeAccount',
  'bearerLogout',
  'cookieLogout',
];

describe('The served document', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('tells of every route that is mounted, and of no other', () => {
    const told = app.contract.routes.map(
      ({ method, path }) => `${method} ${API}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    );
    expect(mountedRoutes(app.express)).to.have.members([...told, ...BESIDE]);
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
    for (const name of STORY) {
      const route = app.contract.routes.find(({ operation }) => operation.operationId === name);
      if (route === undefined) throw new Error(`There is no operation ${name}.`);
      const [, resource = ''] = route.path.split('/');
      for (const [type, body] of examplesOf(route)) {
        const headers = { ...exampleHeaders(route, etags[resource]), ...(type ? { 'Content-Type': type } : {}) };
        const browser: Record<string, string> =
          name === 'cookieLogout' ? { Authorization: '', Cookie: session, 'Sec-Fetch-Site': 'same-origin' } : {};
        const target = route.path.replace('{id}', ids[resource] ?? '');
        const answer = await caller.with(browser).send(route.method, target, body, headers);
        expect([name, type, answer.status < 300 ? 'works' : answer.text]).to.deep.equal([name, type, 'works']);
        const { etag, location } = answer.headers;
        if (location !== undefined) ids[resource] = location.split('/').at(-1) ?? '';
        if (etag !== undefined && /^"\d+"$/.test(etag)) etags[resource] = etag;
        if (name === 'cookieLogin') session = `blotter=${answer.cookie('blotter')}`;
        if (name === 'bearerLogin')
          caller = app.anyone.with({ Authorization: `Bearer ${answer.json<{ access_token: string }>().access_token}` });
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
