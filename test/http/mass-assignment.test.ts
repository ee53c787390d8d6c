import { expect } from 'chai';
import type { OperationBody } from './support/answer.ts';
import { bringFile } from './support/bring-file.ts';
import { anAccount, anOperation, aRegistration } from './support/builders.ts';
import type { Route } from './support/contract.ts';
import { everyRow } from './support/ledger-rows.ts';
import { credentialsOf, type Person } from './support/person.ts';
import { pathWith } from './support/routes.ts';
import { startApp, type TestApp } from './support/start-app.ts';

/** A body that each operation would take. */
const BODIES: Readonly<Record<string, (ada: Person) => object>> = {
  register: () => aRegistration(),
  cookieLogin: credentialsOf,
  bearerLogin: credentialsOf,
  forgotPassword: ({ user }) => ({ email: user.email }),
  requestVerifyToken: ({ user }) => ({ email: user.email }),
  resetPassword: () => ({ token: 'no token', password: 'correct horse battery' }),
  verify: () => ({ token: 'no token' }),
  changeMe: () => ({ username: 'Planted' }),
  decideUser: () => ({ is_active: true }),
  createToken: () => ({ name: 'a script', scopes: ['account'] }),
  openAccount: () => anAccount(),
  changeAccount: () => ({ name: 'Planted' }),
  recordOperation: () => anOperation(),
  replaceOperation: () => anOperation({ quantity: '99' }),
  changeOperation: () => ({ quantity: '99' }),
  recordOperations: () => ({ operations: [anOperation()] }),
  nameInstrument: () => ({ instrument: 'BBG000BLNNH6', name: 'IBM' }),
  correctImport: () => ({ time_zone: 'Europe/Berlin' }),
  requestReport: () => ({ deliver: 'none' }),
  setReportSchedule: () => ({ time: '07:30' }),
};

/** Tried with every value; others with one of them, as a field that is known would be complained of otherwise, whatever is in it. */
const COVETED = ['password_hash', 'role', 'is_verified', 'user_id', 'scopes', 'token_hash', 'fingerprint'];
const VALUES = [null, true, 'admin'];

describe('A body with a field that is not one of its own', () => {
  let app: TestApp;
  let ada: Person;
  let operation: string;
  let file: string;
  const writes = (): readonly Route[] =>
    app.contract.routes.filter(({ operation }) => operation.requestBody?.content['application/json']);
  const send = (route: Route, body: unknown) => {
    const ids: Record<string, string> = { accounts: ada.account, imports: file, users: ada.user.id };
    const id = ids[route.path.split('/')[1] ?? ''] ?? operation;
    return ada.bearer.send(route.method, pathWith(route.path, id), body);
  };

  before(async () => {
    app = await startApp();
    ada = await app.signedUp('admin');
    operation = (await ada.bearer.post('/operations', anOperation())).json<OperationBody>().id;
    file = await bringFile(app, ada.bearer);
  });
  after(() => app.stop());

  it('is tried on every route that takes a body of fields', () => {
    expect(writes().map((route) => route.operation.operationId)).to.have.members(Object.keys(BODIES));
  });

  for (const [name, body] of Object.entries(BODIES))
    it(`is refused by ${name}, whichever column of whichever table it names, and writes nothing`, async () => {
      const route = writes().find((write) => write.operation.operationId === name);
      if (route === undefined) throw new Error(`There is no ${name} any more.`);
      const columns = await app.sql(
        "SELECT DISTINCT column_name AS name FROM information_schema.columns WHERE table_schema = 'public'",
      );
      const fields = columns.map((column) => String(column['name']));
      expect(fields).to.include.members(COVETED);
      const own = Object.keys(app.contract.fieldsOf(route));
      const others = [...fields, 'userId', 'isAdmin', 'is_superuser', 'constructor', 'prototype', 'toString', '$where'];
      const before = await everyRow(app);
      for (const [index, field] of others.filter((field) => !own.includes(field)).entries())
        for (const value of COVETED.includes(field) ? VALUES : [VALUES[index % VALUES.length]]) {
          const answer = await send(route, { ...body(ada), [field]: value });
          expect([field, answer.status, answer.violations.length]).to.deep.equal([field, 422, 1]);
          expect(answer.violations[0]).to.match(
            new RegExp(`^/${field.replace('$', '\\$')} (UNKNOWN_FIELD|READ_ONLY)$`),
          );
        }
      for (const key of ['__proto__', '__pr\\u006fto__']) {
        const polluted = `{"${key}":{"role":"admin"},${JSON.stringify(body(ada)).slice(1)}`;
        expect((await send(route, polluted)).outcome).to.equal('400 MALFORMED');
      }
      expect(await everyRow(app)).to.deep.equal(before);
      expect(({} as { role?: string }).role).to.equal(undefined);
    });
});
