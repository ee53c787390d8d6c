import { expect } from 'chai';
import { Cursors } from '#adapters/inbound/http/cursor.ts';
import type { Answer, OperationBody } from './support/answer.ts';
import { bringFile } from './support/bring-file.ts';
import { anAccount, anOperation, NO_ID } from './support/builders.ts';
import type { Caller, Headers } from './support/caller.ts';
import type { Route } from './support/contract.ts';
import { everyRow } from './support/ledger-rows.ts';
import type { Person } from './support/person.ts';
import { pathWith, placesOf, routeName } from './support/routes.ts';
import { SESSION_SECRET, startApp, type TestApp } from './support/start-app.ts';

/** What the id at a place names, and how a stranger's is answered there. */
type Kind =
  | 'account'
  | 'operation'
  | 'session'
  | 'token'
  | 'user'
  | 'page of users'
  | 'page of events'
  | 'page of accounts'
  | 'page of operations'
  | 'page of history'
  | 'page of positions'
  | 'page of lots'
  | 'job'
  | 'import'
  | 'page of imports'
  | 'page of import rows'
  | 'page of jobs';
type Fixture = { readonly [place: string]: readonly [Kind, status: 404 | 403 | 422] };

/**
 * Every place of every route that can hold an id. A new route, or a new place in an old one, has no row here, and the test fails until
 * somebody has thought about it.
 */
const FIXTURES: Readonly<Record<string, Fixture>> = {
  'POST /auth/register': {},
  'POST /auth/cookie/login': {},
  'POST /auth/cookie/logout': {},
  'POST /auth/bearer/login': {},
  'POST /auth/bearer/logout': {},
  'POST /auth/forgot-password': {},
  'POST /auth/reset-password': {},
  'POST /auth/request-verify-token': {},
  'POST /auth/verify': {},
  'GET /users/me': {},
  'PATCH /users/me': {},
  'GET /users/me/sessions': {},
  'DELETE /users/me/sessions': {},
  'DELETE /users/me/sessions/{id}': { 'path id': ['session', 404] },
  'GET /users': { 'query cursor': ['page of users', 403] },
  'DELETE /users/sessions': {},
  'GET /users/{id}': { 'path id': ['user', 403] },
  'PATCH /users/{id}': { 'path id': ['user', 403] },
  'DELETE /users/{id}': { 'path id': ['user', 403] },
  'DELETE /users/{id}/sessions': { 'path id': ['user', 403] },
  'GET /audit': { 'query user_id': ['user', 403], 'query cursor': ['page of events', 403] },
  'GET /tokens': {},
  'POST /tokens': { 'body account_ids': ['account', 422] },
  'DELETE /tokens/{id}': { 'path id': ['token', 404] },
  'GET /accounts': { 'query user_id': ['user', 403], 'query cursor': ['page of accounts', 404] },
  'POST /accounts': {},
  'GET /accounts/{id}': { 'path id': ['account', 404], 'query user_id': ['user', 403] },
  'PATCH /accounts/{id}': { 'path id': ['account', 404] },
  'DELETE /accounts/{id}': { 'path id': ['account', 404] },
  'GET /operations': {
    'query user_id': ['user', 403],
    'query account_id': ['account', 404],
    'query cursor': ['page of operations', 404],
  },
  'POST /operations': { 'body account_id': ['account', 404] },
  'POST /operations/batch': {},
  'GET /operations/{id}': { 'path id': ['operation', 404], 'query user_id': ['user', 403] },
  'PUT /operations/{id}': { 'path id': ['operation', 404], 'body account_id': ['account', 404] },
  'PATCH /operations/{id}': { 'path id': ['operation', 404], 'body account_id': ['account', 404] },
  'DELETE /operations/{id}': { 'path id': ['operation', 404] },
  'GET /operations/{id}/history': {
    'path id': ['operation', 404],
    'query user_id': ['user', 403],
    'query cursor': ['page of history', 404],
  },
  'GET /export': { 'query user_id': ['user', 403], 'query account_id': ['account', 404] },
  'GET /positions': {
    'query user_id': ['user', 403],
    'query account_id': ['account', 404],
    'query cursor': ['page of positions', 404],
  },
  'GET /positions/{instrument}/lots': {
    'query user_id': ['user', 403],
    'query account_id': ['account', 404],
    'query cursor': ['page of lots', 404],
  },
  'GET /cash': { 'query user_id': ['user', 403], 'query account_id': ['account', 404] },
  'GET /instruments': { 'query user_id': ['user', 403] },
  'PUT /instruments/{alias}': {},
  'DELETE /instruments/{alias}': {},
  'GET /imports': { 'query cursor': ['page of imports', 404] },
  'POST /imports': { 'query account_id': ['account', 404] },
  'GET /imports/{id}': { 'path id': ['import', 404] },
  'PATCH /imports/{id}': { 'path id': ['import', 404], 'body account_id': ['account', 404] },
  'DELETE /imports/{id}': { 'path id': ['import', 404] },
  'GET /imports/{id}/rows': { 'path id': ['import', 404], 'query cursor': ['page of import rows', 404] },
  'GET /imports/{id}/errors.csv': { 'path id': ['import', 404] },
  'POST /imports/{id}/commit': { 'path id': ['import', 404] },
  'POST /imports/{id}/undo': { 'path id': ['import', 404] },
  'GET /jobs': { 'query user_id': ['user', 403], 'query cursor': ['page of jobs', 404] },
  'GET /jobs/{id}': { 'path id': ['job', 404], 'query user_id': ['user', 403] },
  'GET /jobs/{id}/events': { 'path id': ['job', 404], 'query user_id': ['user', 403] },
  'POST /jobs/{id}/cancel': { 'path id': ['job', 404] },
  'POST /jobs/{id}/retry': { 'path id': ['job', 404] },
  'POST /reports/dashboard': { 'body account_id': ['account', 404] },
  'GET /reports/schedules': {},
  'PUT /reports/schedules/{rhythm}': { 'body account_id': ['account', 404] },
  'DELETE /reports/schedules/{rhythm}': {},
};

describe('What belongs to another user', () => {
  let app: TestApp;
  let ada: Person;
  let eve: Person;
  /** Ada's own things, for the places that are not tried just now. */
  const own: Record<string, string> = {};
  /** Eve's, and the same that never were. */
  const foreign = {} as Record<Kind, string>;
  const missing = {} as Record<Kind, string>;

  before(async () => {
    app = await startApp();
    [ada, eve] = await Promise.all([app.signedUp(), app.signedUp()]);
    for (const [who, ids] of [
      [ada, own],
      [eve, foreign],
    ] as const) {
      const { id } = (await who.bearer.post('/operations', anOperation())).json<OperationBody>();
      await who.bearer.patch(`/operations/${id}`, { quantity: '11' });
      await who.bearer.post('/operations', anOperation());
      await who.bearer.post('/accounts', anAccount());
      const { id: token } = (await who.bearer.post('/tokens', { name: 'a script', scopes: ['account'] })).json<{
        id: string;
      }>();
      const [session] = (await who.bearer.get('/users/me/sessions')).json<{ id: string }[]>();
      const report = { deliver: 'none' };
      const { id: job } = (await who.bearer.post('/reports/dashboard', report)).json<{ id: string }>();
      await who.bearer.post('/reports/dashboard', report);
      const imported = await bringFile(app, who.bearer);
      await bringFile(app, who.bearer);
      Object.assign(ids, {
        import: imported,
        job,
        account: who.account,
        operation: id,
        user: who.user.id,
        session: session?.id,
        token,
      });
    }
    const cursor = async (path: string): Promise<string> =>
      new URL((await eve.bearer.get(`${path}?limit=1`)).nextPage ?? '', app.origin).searchParams.get('cursor') ?? '';
    foreign['page of accounts'] = await cursor('/accounts');
    foreign['page of operations'] = await cursor('/operations');
    foreign['page of positions'] = await cursor('/positions');
    foreign['page of lots'] = await cursor('/positions/BBG000B9XRY4/lots');
    foreign['page of jobs'] = await cursor('/jobs');
    foreign['page of imports'] = await cursor('/imports');
    foreign['page of import rows'] = await cursor(`/imports/${foreign.import}/rows`);
    const cursorsOf = (list: string) => new Cursors(SESSION_SECRET).write({ userId: eve.user.id, list }, [NO_ID]);
    foreign['page of users'] = cursorsOf('users');
    foreign['page of events'] = cursorsOf(JSON.stringify(['audit', {}]));
    foreign['page of history'] = await cursor(`/operations/${foreign.operation}/history`);
    const nobodys = new Cursors(SESSION_SECRET).write({ userId: NO_ID, list: 'of nobody' }, ['1', NO_ID]);
    for (const kind of Object.keys(foreign) as Kind[]) missing[kind] = kind.startsWith('page') ? nobodys : NO_ID;
  });
  after(() => app.stop());

  it('can be named only at the places that are known here', () => {
    const found = Object.fromEntries(
      app.contract.routes.map((route) => [routeName(route), [...placesOf(app.contract, route)].sort()]),
    );
    const known = Object.entries(FIXTURES).map(([route, fixture]) => [route, Object.keys(fixture).sort()]);
    expect(found).to.deep.equal(Object.fromEntries(known));
  });

  /** The request of a route with Ada's own ids everywhere but at one place. */
  function ask(caller: Caller, route: Route, place: string, id: string, headers: Headers, spoil: object) {
    const [where, name = ''] = place.split(' ');
    const own = ownId(route);
    const path = pathWith(route.path, where === 'path' ? id : own);
    const query = where === 'query' ? `?${name}=${id}` : '';
    const named = name.endsWith('_ids') ? [id] : id;
    const fields = { ...bodyOf(route), ...(where === 'body' ? { [name]: named } : {}), ...spoil };
    const body = ['POST', 'PUT', 'PATCH'].includes(route.method) ? fields : undefined;
    return caller.send(route.method, `${path}${query}`, body, headers);
  }

  const ownId = ({ path }: Route): string => {
    if (path.startsWith('/users/me/sessions')) return own['session'] ?? '';
    const [, resource = ''] = path.split('/');
    return own[resource.replace(/s$/, '')] ?? '';
  };

  function bodyOf({ method, path }: Route): object {
    if (path.startsWith('/tokens')) return { name: 'a script', scopes: ['account'] };
    if (path.startsWith('/users')) return { is_active: false };
    if (path.startsWith('/jobs') || path.startsWith('/reports/schedules')) return {};
    if (path.startsWith('/reports')) return { deliver: 'none' };
    if (path.startsWith('/imports')) return {};
    if (path.startsWith('/accounts')) return method === 'PATCH' ? { name: 'Taken' } : anAccount();
    return method === 'PATCH' ? { note: 'taken' } : anOperation();
  }

  const told = (answer: Answer, id: string): string => JSON.stringify(answer.withoutItsName).replaceAll(id, 'ID');

  for (const [name, fixture] of Object.entries(FIXTURES))
    for (const [place, [kind, status]] of Object.entries(fixture))
      it(`is answered ${status} at the ${place} of ${name}, as if there were no such ${kind}`, async () => {
        const route = app.contract.routes.find((route) => routeName(route) === name);
        if (route === undefined) throw new Error(`There is no ${name} any more.`);
        const before = await everyRow(app);
        const variants: readonly (readonly [Headers, object])[] =
          route.method === 'GET'
            ? [
                [{}, {}],
                [{ 'If-None-Match': '*' }, {}],
                [{ 'If-None-Match': '"1", "2"' }, {}],
              ]
            : [
                [{}, {}],
                [{ 'If-Match': '"2"' }, {}],
                [{ 'If-Match': '"99"' }, {}],
                [{ 'Idempotency-Key': 'of-a-stranger' }, {}],
                [{}, { surprise: true }],
              ];
        for (const caller of [ada.bearer, ada.cookie])
          for (const [headers, spoil] of variants) {
            const theirs = await ask(caller, route, place, foreign[kind], headers, spoil);
            const nobodys = await ask(caller, route, place, missing[kind], headers, spoil);
            expect(told(theirs, foreign[kind])).to.equal(told(nobodys, missing[kind]));
            // A body that is wrong by itself may be told so first, and stale is only what exists.
            if (!('surprise' in spoil) && headers['If-Match'] !== '"99"') expect(theirs.status).to.equal(status);
            else expect(theirs.status).to.be.oneOf([status, 412, 422]);
          }
        expect(await everyRow(app)).to.deep.equal(before);
      });

  it('is not told by HEAD either', async () => {
    for (const path of [`/operations/${foreign.operation}`, `/accounts/${foreign.account}`]) {
      const head = await ada.bearer.head(path);
      const none = await ada.bearer.head(path.replace(/[^/]+$/, NO_ID));
      expect([head.status, told(head, '-')]).to.deep.equal([404, told(none, '-')]);
    }
  });

  it('is not found after it was deleted, and its history neither', async () => {
    const { id } = (await eve.bearer.post('/operations', anOperation())).json<OperationBody>();
    await eve.bearer.delete(`/operations/${id}`);
    for (const path of [`/operations/${id}`, `/operations/${id}/history`]) {
      const theirs = await ada.bearer.get(path);
      const nobodys = await ada.bearer.get(path.replace(id, NO_ID));
      expect([theirs.status, told(theirs, id)]).to.deep.equal([404, told(nobodys, NO_ID)]);
    }
  });

  it('appears in no list', async () => {
    for (const path of ['/operations?limit=200', '/accounts', '/operations?q=what', `/operations?figi=BBG000B9XRY4`]) {
      const { text } = await ada.bearer.get(path);
      for (const id of [eve.user.id, foreign.account, foreign.operation]) expect(text).not.to.include(id);
    }
  });
});

describe('Every route', () => {
  let app: TestApp;
  const OF_ONE_WAY = ['bearerLogout', 'cookieLogout'];
  /** What ends the session that asks for it; the last ends all others too. */
  const ENDING = ['endMySessions', 'endEverybodysSessions'];
  const isOpen = ({ operation }: Route): boolean => operation.security?.length === 0;
  const target = ({ path }: Route): string => pathWith(path, NO_ID);
  const body = ({ method }: Route): object | undefined => (method === 'GET' || method === 'DELETE' ? undefined : {});

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('but those that sign in or register is closed to who is not signed in', async () => {
    const open = app.contract.routes.filter(isOpen).map(routeName);
    expect(open.sort()).to.deep.equal([
      'POST /auth/bearer/login',
      'POST /auth/cookie/login',
      'POST /auth/forgot-password',
      'POST /auth/register',
      'POST /auth/request-verify-token',
      'POST /auth/reset-password',
      'POST /auth/verify',
    ]);
    for (const route of app.contract.routes.filter((route) => !isOpen(route)))
      for (const headers of [
        {},
        { Authorization: 'Bearer blt_nobodys' },
        { Cookie: 'blotter=nobodys', 'Sec-Fetch-Site': 'none' },
      ]) {
        const answer = await app.anyone.send(route.method, target(route), body(route), headers as Headers);
        expect([routeName(route), answer.outcome]).to.deep.equal([routeName(route), '401 NOT_SIGNED_IN']);
      }
  });

  it('is reached both by session and by token', async () => {
    const admin = await app.signedUp('admin');
    const endsAll = ({ operation }: Route) => Number(operation.operationId === 'endEverybodysSessions');
    const inOrder = [...app.contract.routes].sort((one, other) => endsAll(one) - endsAll(other));
    for (const route of inOrder.filter(({ operation }) => !OF_ONE_WAY.includes(operation.operationId)))
      for (const way of ['bearer', 'cookie'] as const) {
        const { [way]: caller } = ENDING.includes(route.operation.operationId) ? await app.signedUp('admin') : admin;
        const { status } = await caller.send(route.method, target(route), body(route));
        expect(status, `${routeName(route)} by ${way}`).not.to.be.oneOf([401, 403]);
      }
  });
});
