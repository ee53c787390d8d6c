import { expect } from 'chai';
import type { Answer } from '../support/answer.ts';
import type { Caller, Headers } from '../support/caller.ts';
import { lastingRows } from '../support/ledger-rows.ts';
import type { Person } from '../support/person.ts';
import { isForAdmins, pathWith, routeName, takesBody } from '../support/routes.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/*
 * OWASP API5:2023, broken function level authorization. Here: every address with a route for admins, by every method, with every way to claim
 * another one, by everybody who is no admin that signed in. What a role may do is roles.test.ts and users.test.ts, the audit log audit.test.ts,
 * which scope each route needs tokens.test.ts, and that every route but seven is closed to nobody isolation.test.ts.
 */

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];
const OVERRIDES = ['X-HTTP-Method-Override', 'X-Method-Override', 'X-HTTP-Method'];

describe('What is for admins', () => {
  let app: TestApp;
  let victim: Person;
  /** Who is no admin, and the token of an admin, which is not enough. */
  let others: readonly (readonly [who: string, caller: Caller])[];

  before(async () => {
    app = await startApp();
    const [user, auditor, admin] = [await app.signedUp(), await app.signedUp('auditor'), await app.signedUp('admin')];
    victim = await app.signedUp();
    const scopes = ['operations:read', 'operations:write', 'imports', 'reports', 'jobs', 'account'];
    const { token } = (await admin.bearer.post('/tokens', { name: 'a script', scopes })).json<{ token: string }>();
    app.secrets.add(token);
    others = [
      ['user by token', user.bearer],
      ['user by cookie', user.cookie],
      ['auditor by token', auditor.bearer],
      ['auditor by cookie', auditor.cookie],
      ['token of an admin', app.anyone.with({ Authorization: `Bearer ${token}` })],
      ['nobody', app.anyone.with({ 'Sec-Fetch-Site': 'none' })],
    ];
  });
  after(() => app.stop());

  const forAdmins = () => app.contract.routes.filter(isForAdmins);
  const targets = (): readonly string[] => [...new Set(forAdmins().map(({ path }) => pathWith(path, victim.user.id)))];

  /** Preflights are answered to everybody, and tell nothing but the methods. */
  function expectRefused(who: string, method: string, target: string, { status, text }: Answer): void {
    if (method === 'OPTIONS') expect([who, method, target, status, text]).to.deep.equal([who, method, target, 204, '']);
    else expect([401, 403, 405], `${who} ${method} ${target} → ${status}`).to.include(status);
  }

  it('is what the document tags so, and nothing else', () => {
    const tagged = app.contract.routes.filter(({ operation }) =>
      (operation as { tags?: readonly string[] }).tags?.includes('admin'),
    );
    expect(forAdmins().map(routeName)).to.deep.equal(tagged.map(routeName)).and.not.be.empty;
  });

  it('is done for nobody else, by any method', async () => {
    const before = await lastingRows(app);
    for (const target of targets())
      for (const [who, caller] of others)
        for (const method of METHODS) {
          const body = ['POST', 'PUT', 'PATCH'].includes(method) ? { role: 'admin', is_active: false } : undefined;
          expectRefused(who, method, target, await caller.send(method, target, body));
        }
    expect(await lastingRows(app)).to.deep.equal(before);
  });

  it('is done for nobody else by a request that claims another method', async () => {
    const before = await lastingRows(app);
    for (const route of forAdmins()) {
      const target = pathWith(route.path, victim.user.id);
      const claims: readonly (readonly [query: string, Headers, body: object | undefined])[] = [
        ...OVERRIDES.map((header) => ['', { [header]: route.method }, undefined] as const),
        [`?_method=${route.method}`, {}, undefined],
        ['', {}, { _method: route.method, role: 'admin' }],
      ];
      for (const [who, caller] of others)
        for (const [query, headers, body] of claims)
          for (const method of body ? ['POST', 'PATCH'] : ['GET', 'POST', 'HEAD'])
            expectRefused(who, method, target, await caller.send(method, `${target}${query}`, body, headers));
    }
    expect(await lastingRows(app)).to.deep.equal(before);
  });

  it('is found under no other spelling of its address', async () => {
    const before = await lastingRows(app);
    for (const route of forAdmins())
      for (const [who, caller] of others.filter(([who]) => who !== 'nobody')) {
        const target = pathWith(route.path, victim.user.id);
        for (const spelling of [
          `${target}/`,
          target.toUpperCase(),
          `${target}/.`,
          `/accounts/..${target}`,
          `/${target}`,
        ]) {
          const body = takesBody(route) ? { role: 'admin' } : undefined;
          const { status } = await caller.send(route.method, spelling, body);
          expect([401, 403, 404, 405], `${who} ${route.method} ${spelling} → ${status}`).to.include(status);
        }
      }
    expect(await lastingRows(app)).to.deep.equal(before);
  });
});
