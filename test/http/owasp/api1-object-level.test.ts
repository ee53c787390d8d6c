import { expect } from 'chai';
import { Cursors } from '#adapters/inbound/http/cursor.ts';
import type { Answer, OperationBody } from '../support/answer.ts';
import { bringFile } from '../support/bring-file.ts';
import { anAccount, anOperation, NO_ID } from '../support/builders.ts';
import type { Caller } from '../support/caller.ts';
import type { Route } from '../support/contract.ts';
import { lastingRows } from '../support/ledger-rows.ts';
import type { Person } from '../support/person.ts';
import { pathWith, placesOf, routeName, takesBody } from '../support/routes.ts';
import { SESSION_SECRET, startApp, type TestApp } from '../support/start-app.ts';
import { takesTheSameTime } from './time-gap.ts';

/*
 * OWASP API1:2023, broken object level authorization. Here: the owner, an auditor, an admin, who is not signed in and whose credential is
 * revoked, at every place of every route that can hold an id; and that a foreign id takes no other time than a missing one. Another plain
 * user, with every header and both ways in, is isolation.test.ts; reading for another user by role roles.test.ts; a token that is narrowed to
 * accounts tokens.test.ts; of cursors operations/listing.test.ts; of the rows of a batch and of a file operations/batch.test.ts and imports.
 */

type Kind =
  | 'account'
  | 'operation'
  | 'session'
  | 'token'
  | 'user'
  | 'job'
  | 'cancelled job'
  | 'import'
  | 'booked import'
  | `page of ${'users' | 'events' | 'accounts' | 'operations' | 'history' | 'positions' | 'lots' | 'jobs' | 'imports' | 'import rows'}`;
type Row = readonly [Kind, owner: number, auditor: number, admin: number];

/** How the owner of the thing, an auditor and an admin are answered there. A new route or place has no row, and the first test fails. */
const MATRIX: Readonly<Record<string, Row>> = {
  'DELETE /users/me/sessions/{id} path id': ['session', 204, 404, 404],
  'GET /users query cursor': ['page of users', 403, 403, 404],
  'GET /users/{id} path id': ['user', 403, 403, 200],
  'PATCH /users/{id} path id': ['user', 403, 403, 200],
  'DELETE /users/{id} path id': ['user', 403, 403, 204],
  'DELETE /users/{id}/sessions path id': ['user', 403, 403, 204],
  'GET /audit query user_id': ['user', 403, 403, 200],
  'GET /audit query cursor': ['page of events', 403, 403, 404],
  'POST /tokens body account_ids': ['account', 201, 422, 422],
  'DELETE /tokens/{id} path id': ['token', 204, 404, 404],
  'GET /accounts query user_id': ['user', 403, 200, 200],
  'GET /accounts query cursor': ['page of accounts', 200, 404, 404],
  'GET /accounts/{id} path id': ['account', 200, 404, 404],
  'GET /accounts/{id} query user_id': ['user', 403, 404, 404],
  'PATCH /accounts/{id} path id': ['account', 200, 403, 404],
  'DELETE /accounts/{id} path id': ['account', 204, 403, 404],
  'GET /operations query user_id': ['user', 403, 200, 200],
  'GET /operations query account_id': ['account', 200, 404, 404],
  'GET /operations query cursor': ['page of operations', 200, 404, 404],
  'POST /operations body account_id': ['account', 201, 403, 404],
  'GET /operations/{id} path id': ['operation', 200, 404, 404],
  'GET /operations/{id} query user_id': ['user', 403, 404, 404],
  'PUT /operations/{id} path id': ['operation', 200, 403, 404],
  'PUT /operations/{id} body account_id': ['account', 200, 403, 404],
  'PATCH /operations/{id} path id': ['operation', 200, 403, 404],
  'PATCH /operations/{id} body account_id': ['account', 200, 403, 404],
  'DELETE /operations/{id} path id': ['operation', 204, 403, 404],
  'GET /operations/{id}/history path id': ['operation', 200, 404, 404],
  'GET /operations/{id}/history query user_id': ['user', 403, 404, 404],
  'GET /operations/{id}/history query cursor': ['page of history', 200, 404, 404],
  'GET /export query user_id': ['user', 403, 200, 200],
  'GET /export query account_id': ['account', 200, 404, 404],
  'GET /positions query user_id': ['user', 403, 200, 200],
  'GET /positions query account_id': ['account', 200, 404, 404],
  'GET /positions query cursor': ['page of positions', 200, 404, 404],
  'GET /positions/{instrument}/lots query user_id': ['user', 403, 200, 200],
  'GET /positions/{instrument}/lots query account_id': ['account', 200, 404, 404],
  'GET /positions/{instrument}/lots query cursor': ['page of lots', 200, 404, 404],
  'GET /cash query user_id': ['user', 403, 200, 200],
  'GET /cash query account_id': ['account', 200, 404, 404],
  'GET /instruments query user_id': ['user', 403, 200, 200],
  'GET /imports query cursor': ['page of imports', 200, 404, 404],
  'POST /imports query account_id': ['account', 201, 403, 404],
  'GET /imports/{id} path id': ['import', 200, 404, 404],
  'PATCH /imports/{id} path id': ['import', 200, 403, 404],
  'PATCH /imports/{id} body account_id': ['account', 200, 403, 404],
  'DELETE /imports/{id} path id': ['import', 204, 403, 404],
  'GET /imports/{id}/rows path id': ['import', 200, 404, 404],
  'GET /imports/{id}/rows query cursor': ['page of import rows', 200, 404, 404],
  'GET /imports/{id}/errors.csv path id': ['import', 200, 404, 404],
  'POST /imports/{id}/commit path id': ['import', 202, 403, 404],
  'POST /imports/{id}/undo path id': ['booked import', 202, 403, 404],
  'GET /jobs query user_id': ['user', 403, 200, 200],
  'GET /jobs query cursor': ['page of jobs', 200, 404, 404],
  'GET /jobs/{id} path id': ['job', 200, 404, 404],
  'GET /jobs/{id} query user_id': ['user', 403, 404, 404],
  'GET /jobs/{id}/events path id': ['cancelled job', 200, 404, 404],
  'GET /jobs/{id}/events query user_id': ['user', 403, 404, 404],
  'POST /jobs/{id}/cancel path id': ['job', 202, 403, 404],
  'POST /jobs/{id}/retry path id': ['cancelled job', 202, 403, 404],
  'POST /reports/dashboard body account_id': ['account', 202, 403, 404],
  'PUT /reports/schedules/{rhythm} body account_id': ['account', 200, 403, 404],
};

/** A person with one of everything that has an id, and credentials that were theirs. */
type Owner = {
  readonly person: Person;
  readonly things: Readonly<Record<Kind, string>>;
  readonly revoked: readonly Caller[];
};

/** Whether what it is done to is not the same afterwards, so that no other row could name it. */
const isUsedUpBy = ({ method, path }: Route): boolean =>
  method === 'DELETE' ||
  path.endsWith('/cancel') ||
  path.endsWith('/retry') ||
  (method !== 'GET' && path.startsWith('/imports/')) ||
  (method === 'PATCH' && path.startsWith('/users'));

describe('What belongs to somebody', () => {
  let app: TestApp;
  let eve: Owner;
  let auditor: Owner;
  let admin: Owner;
  let missing: Readonly<Record<Kind, string>>;

  before(async () => {
    app = await startApp();
    const boss = await app.signedUp('admin');
    [eve, auditor] = [await owner(await app.signedUp(), true), await owner(await app.signedUp(), true)];
    await boss.bearer.patch(`/users/${auditor.person.user.id}`, { role: 'auditor' });
    admin = await owner(boss, true);
    const nobodys = new Cursors(SESSION_SECRET).write({ userId: NO_ID, list: 'of nobody' }, ['1', NO_ID]);
    const entries = Object.keys(eve.things).map((kind) => [kind, kind.startsWith('page') ? nobodys : NO_ID]);
    missing = Object.fromEntries(entries);
  });
  after(() => app.stop());

  /** @param brings whether there are imports too, which take longest. */
  async function owner(person: Person, brings: boolean): Promise<Owner> {
    const { bearer, user } = person;
    const imports = brings ? await broughtBy(bearer) : {};
    const account = (await bearer.post('/accounts', anAccount())).json<{ id: string }>().id;
    await bearer.post('/operations', anOperation());
    const operation = (await bearer.post('/operations', anOperation())).json<OperationBody>().id;
    await bearer.patch(`/operations/${operation}`, { quantity: '11' });
    const newToken = async () =>
      (
        await bearer.post('/tokens', { name: 'a script', scopes: ['account', 'operations:read', 'operations:write'] })
      ).json<{
        id: string;
        token: string;
      }>();
    const [kept, deleted] = [await newToken(), await newToken()];
    for (const { token } of [kept, deleted]) app.secrets.add(token);
    await bearer.delete(`/tokens/${deleted.id}`);
    const newJob = async () => (await bearer.post('/reports/dashboard', { deliver: 'none' })).json<{ id: string }>().id;
    const [job, cancelled] = [await newJob(), await newJob()];
    await bearer.post(`/jobs/${cancelled}/cancel`, undefined);
    await person.cookie.post('/auth/cookie/logout', undefined);
    const [session] = (await bearer.get('/users/me/sessions')).json<{ id: string }[]>();
    const cursorOf = async (path: string): Promise<string> =>
      new URL((await bearer.get(`${path}?limit=1`)).nextPage ?? '', app.origin).searchParams.get('cursor') ?? '';
    const written = (list: string): string => new Cursors(SESSION_SECRET).write({ userId: user.id, list }, [NO_ID]);
    const things = {
      account,
      operation,
      session: session?.id ?? '',
      token: kept.id,
      job,
      'cancelled job': cancelled,
      user: user.id,
      'page of users': written('users'),
      'page of events': written(JSON.stringify(['audit', {}])),
      'page of accounts': await cursorOf('/accounts'),
      'page of operations': await cursorOf('/operations'),
      'page of positions': await cursorOf('/positions'),
      'page of lots': await cursorOf('/positions/BBG000B9XRY4/lots'),
      'page of jobs': await cursorOf('/jobs'),
      'page of history': await cursorOf(`/operations/${operation}/history`),
      import: imports.draft ?? NO_ID,
      'booked import': imports.booked ?? NO_ID,
      'page of imports': await cursorOf('/imports'),
      'page of import rows': brings ? await cursorOf(`/imports/${imports.draft}/rows`) : '',
    };
    return { person, things, revoked: [person.cookie, app.anyone.with({ Authorization: `Bearer ${deleted.token}` })] };
  }

  async function broughtBy(bearer: Caller): Promise<{ draft?: string; booked?: string }> {
    const booked = await bringFile(app, bearer);
    await bearer.post(`/imports/${booked}/commit`, undefined);
    return { draft: await bringFile(app, bearer), booked };
  }

  const told = (answer: Answer, id: string): string => JSON.stringify(answer.withoutItsName).replaceAll(id, 'ID');

  function routeAndPlace(row: string): [Route, string] {
    const route = app.contract.routes.find((route) => row.startsWith(`${routeName(route)} `));
    if (route === undefined) throw new Error(`There is no route of the row ${row} any more.`);
    return [route, row.slice(routeName(route).length + 1)];
  }

  /** Asks with an id at the place, and with one's own things at all others. */
  function ask(caller: Caller, own: Owner['things'], [route, place]: [Route, string], id: string): Promise<Answer> {
    const [where, name = ''] = place.split(' ');
    const history = name === 'cursor' && route.path.endsWith('history');
    const kind = route.path.startsWith('/users/me') ? 'session' : (route.path.split('/')[1]?.slice(0, -1) as Kind);
    const path = pathWith(route.path, where === 'path' ? id : own[kind]);
    const query = where === 'query' ? `?${name}=${id}${history ? '&limit=1' : ''}` : '';
    const fields = { ...bodyOf(route), ...(where === 'body' ? { [name]: name.endsWith('_ids') ? [id] : id } : {}) };
    return caller.send(route.method, `${path}${query}`, takesBody(route) ? fields : undefined);
  }

  function bodyOf({ method, path }: Route): object {
    if (path.startsWith('/tokens')) return { name: 'a script', scopes: ['account'] };
    if (path.startsWith('/users')) return { is_active: false };
    if (path.startsWith('/reports/schedules')) return {};
    if (path.startsWith('/reports')) return { deliver: 'none' };
    if (path.startsWith('/imports')) return {};
    if (path.startsWith('/accounts')) return { name: 'Taken' };
    return method === 'PATCH' ? { note: 'taken' } : anOperation();
  }

  it('can be named only where the matrix has a row', () => {
    const found = app.contract.routes.flatMap((route) =>
      placesOf(app.contract, route).map((place) => `${routeName(route)} ${place}`),
    );
    expect(found.sort()).to.deep.equal(Object.keys(MATRIX).sort());
  });

  for (const [row, [kind, byOwner, byAuditor, byAdmin]] of Object.entries(MATRIX))
    it(`is reached at ${row} by who may, and is to everybody else as if there were none`, async () => {
      const target = routeAndPlace(row);
      const whose = isUsedUpBy(target[0]) ? await owner(await app.signedUp(), row.includes('/imports')) : eve;
      const { things, person, revoked } = whose;
      const callers: readonly (readonly [who: string, Caller, Owner['things'], status: number])[] = [
        ['nobody', app.anyone.with({ 'Sec-Fetch-Site': 'none' }), things, 401],
        ...revoked.map((caller) => ['revoked', caller, things, 401] as const),
        ['owner', person.bearer, things, byOwner],
        ['auditor', auditor.person.bearer, auditor.things, byAuditor],
        ['admin', admin.person.bearer, admin.things, byAdmin],
      ];
      const before = await lastingRows(app);
      for (const [who, caller, own, status] of callers.filter(([, , , status]) => status >= 400)) {
        const theirs = await ask(caller, own, target, things[kind]);
        const nobodys = await ask(caller, own, target, missing[kind]);
        expect([who, theirs.status]).to.deep.equal([who, status]);
        expect(told(theirs, things[kind]), who).to.equal(told(nobodys, missing[kind]));
      }
      expect(await lastingRows(app)).to.deep.equal(before);
      for (const [who, caller, own, status] of callers.filter(([, , , status]) => status < 400))
        expect([who, (await ask(caller, own, target, things[kind])).status]).to.deep.equal([who, status]);
    });

  it('does not tell by the time of the refusal that it exists', async () => {
    const mallory = await owner(await app.signedUp(), true);
    const slow: string[] = [];
    for (const [row, [kind, byOwner]] of Object.entries(MATRIX)) {
      if (byOwner >= 400 || kind.startsWith('page')) continue;
      const target = routeAndPlace(row);
      const refused = (id: string) => async (): Promise<void> => {
        const { status } = await ask(mallory.person.bearer, mallory.things, target, id);
        expect(status, row).to.be.oneOf([404, 422]);
      };
      const effort = { rounds: 5, pairs: 30, nothing: 1 };
      if (!(await takesTheSameTime(refused(eve.things[kind]), refused(missing[kind]), effort))) slow.push(row);
    }
    expect(slow).to.deep.equal([]);
  }).timeout(120_000);
});
