import { expect } from 'chai';
import type { OperationBody, UserBody } from '../support/answer.ts';
import { bringFile } from '../support/bring-file.ts';
import { anOperation, aRegistration } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { isForAdmins, pathWith, routeName, takesBody } from '../support/routes.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/*
 * OWASP API3:2023, broken object property level authorization. Here: fields of no route's own by the types of body that are not plain JSON, by
 * the forms of the pages and by the query; and that no schema of an answer is open to a field that it does not name. Every column of every
 * table as a field of every JSON body is mass-assignment.test.ts; each answer of every test is held against its schema by support/contract.ts.
 */

/** What nobody may write, whatever the route. */
const PRIVILEGES = {
  role: 'admin',
  is_active: 'true',
  is_verified: 'true',
  id: 'mine',
  user_id: 'mine',
  password_hash: 'x',
};
const JSON_TYPE = 'application/json';
/** It has no fields; those of its rows are those of an operation. */
const FILE_TYPE = 'text/csv';

describe('A field that is not one’s own to write', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  it('is refused in every type of body that a route takes', async () => {
    const admin = await app.signedUp('admin');
    const { id } = (await ada.bearer.post('/operations', anOperation())).json<OperationBody>();
    const imports = await bringFile(app, ada.bearer);
    const ids: Record<string, string> = { accounts: ada.account, imports, operations: id, users: ada.user.id };
    const tried: string[] = [];
    for (const route of app.contract.routes.filter(takesBody))
      for (const [type, { example = {} }] of Object.entries(route.operation.requestBody?.content ?? {})) {
        if (type === JSON_TYPE || type === FILE_TYPE) continue;
        const own = Object.keys(app.contract.fieldsOf(route));
        for (const [field, value] of Object.entries(PRIVILEGES).filter(([name]) => !own.includes(name))) {
          const fields = { ...example, [field]: value };
          const isForm = type.endsWith('urlencoded');
          const body = isForm ? new URLSearchParams(fields as Record<string, string>).toString() : fields;
          const caller = isForAdmins(route) ? admin.bearer : ada.bearer;
          const path = pathWith(route.path, ids[route.path.split('/')[1] ?? ''] ?? '');
          const { violations } = await caller.send(route.method, path, body, { 'Content-Type': type });
          expect([routeName(route), violations.filter((told) => told.startsWith(`/${field} `)).length]).to.deep.equal([
            routeName(route),
            1,
          ]);
        }
        tried.push(`${type.replace('application/', '')} of ${routeName(route)}`);
      }
    expect(tried.sort()).to.deep.equal([
      'merge-patch+json of PATCH /accounts/{id}',
      'merge-patch+json of PATCH /imports/{id}',
      'merge-patch+json of PATCH /operations/{id}',
      'merge-patch+json of PATCH /users/me',
      'merge-patch+json of PATCH /users/{id}',
      'x-www-form-urlencoded of POST /auth/bearer/login',
      'x-www-form-urlencoded of POST /auth/cookie/login',
    ]);
    expect((await ada.bearer.get('/users/me')).json<UserBody>()).to.deep.equal(ada.user);
  });

  it('is nothing in the query of a write', async () => {
    const query = new URLSearchParams(PRIVILEGES).toString();
    const patched = await ada.bearer.patch(`/users/me?${query}`, { username: ada.user.username });
    expect(patched.json<UserBody>()).to.deep.equal(ada.user);
    const registered = await app.anyone.post(`/auth/register?${query}`, forgetful(aRegistration()));
    expect(registered.json<UserBody>())
      .to.include({ role: 'user', is_verified: false })
      .and.not.include({ id: 'mine' });
  });

  it('is nothing in the form of a page', async () => {
    const fields = forgetful(aRegistration());
    const answer = await fetch(`${app.origin}/register`, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, ...PRIVILEGES }),
      headers: { 'Sec-Fetch-Site': 'same-origin' },
      redirect: 'manual',
    });
    await answer.arrayBuffer();
    expect(answer.status).to.equal(303);
    const made = await app.sql('SELECT role, is_verified, is_active FROM users WHERE email = $1', [fields.email]);
    expect(made).to.deep.equal([{ role: 'user', is_verified: false, is_active: true }]);
  });

  /** The password is one that the log must not tell. */
  function forgetful<Registration extends { password: string }>(registration: Registration): Registration {
    app.secrets.add(registration.password);
    return registration;
  }
});

describe('An answer', () => {
  let app: TestApp;

  before(async () => {
    app = await startApp();
  });
  after(() => app.stop());

  it('has a schema that is closed at every level, so that a field which it does not name is seen', () => {
    const open: string[] = [];
    const look = (schema: unknown, place: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { type, properties, additionalProperties } = schema as Record<string, unknown>;
      // Of a record the values have a schema instead.
      if ((type === 'object' || properties !== undefined) && !closes(additionalProperties)) open.push(place);
      for (const [name, part] of Object.entries(schema)) look(part, `${place}/${name}`);
    };
    look(app.contract.document.components.schemas, '');
    for (const { operation, path } of app.contract.routes) look(operation.responses, path);
    expect(open).to.deep.equal([]);
  });

  const closes = (additional: unknown): boolean => additional === false || typeof additional === 'object';
});
