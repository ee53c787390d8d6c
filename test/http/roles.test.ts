import { expect } from 'chai';
import type { AccountBody, OperationBody } from './support/answer.ts';
import { anAccount, anOperation, aRegistration, NO_ID } from './support/builders.ts';
import type { Person } from './support/person.ts';
import { pathWith } from './support/routes.ts';
import { startApp, type TestApp } from './support/start-app.ts';

describe('What a role may do', () => {
  let app: TestApp;
  let ada: Person;
  let bob: Person;
  let auditor: Person;
  let admin: Person;
  let operation: string;
  /** That is over, as its events would go on else. */
  let job: string;

  before(async () => {
    app = await startApp();
    [ada, bob, auditor, admin] = await Promise.all([
      app.signedUp(),
      app.signedUp(),
      app.signedUp('auditor'),
      app.signedUp('admin'),
    ]);
    operation = (await ada.bearer.post('/operations', anOperation())).json<OperationBody>().id;
    job = (await ada.bearer.post('/reports/dashboard', { deliver: 'none' })).json<{ id: string }>().id;
    await app.workOff();
  });
  after(() => app.stop());

  /** The served document's reads that can be asked for another user, with the ids of Ada's things. */
  const reads = (): string[] =>
    app.contract.routes
      .filter(({ operation: { parameters = [] } }) => parameters.some(({ name }) => name === 'user_id'))
      // To which user_id is a filter.
      .filter(({ path }) => path !== '/audit')
      .map(({ path }) =>
        pathWith(path, path.startsWith('/accounts') ? ada.account : path.startsWith('/jobs') ? job : operation),
      );

  it('a plain user reads for no user by name, not even for the one they are', async () => {
    expect(reads()).to.have.length(13);
    for (const path of reads())
      for (const [who, userId] of [
        [bob, ada.user.id],
        [bob, NO_ID],
        [ada, ada.user.id],
      ] as const)
        for (const caller of [who.bearer, who.cookie])
          expect((await caller.get(`${path}?user_id=${userId}`)).outcome).to.equal('403 FORBIDDEN');
  });

  it('an auditor and an admin read for another user just what that user reads', async () => {
    for (const path of reads())
      for (const { bearer, cookie } of [auditor, admin]) {
        const own = await ada.bearer.get(path);
        for (const caller of [bearer, cookie]) {
          const answer = await caller.get(`${path}?user_id=${ada.user.id}`);
          expect(answer.text).to.equal(own.text);
          expect(answer.headers['cache-control']).to.match(/^private\b|^no-store$/);
        }
      }
  });

  it('an auditor and an admin see only their own without naming a user', async () => {
    for (const { bearer, account } of [auditor, admin]) {
      expect((await bearer.get('/operations')).json()).to.deep.equal([]);
      expect((await bearer.get('/accounts')).json<AccountBody[]>().map(({ id }) => id)).to.deep.equal([account]);
      for (const path of reads().filter((path) => [ada.account, operation, job].some((id) => path.includes(id))))
        expect((await bearer.get(path)).outcome).to.equal('404 NOT_FOUND');
    }
  });

  it('an auditor and an admin find nothing of a user that never was', async () => {
    for (const { bearer } of [auditor, admin]) {
      expect((await bearer.get(`/operations/${operation}?user_id=${NO_ID}`)).outcome).to.equal('404 NOT_FOUND');
      expect((await bearer.get(`/accounts?user_id=nobody`)).violations).to.deep.equal(['/user_id INVALID_FORMAT']);
    }
  });

  it('the pages of another user’s list go on by their links', async () => {
    for (let count = 0; count < 3; count += 1) await bob.bearer.post('/operations', anOperation());
    const page = await auditor.bearer.get(`/operations?limit=2&user_id=${bob.user.id}`);
    const next = await auditor.bearer.get(page.nextPage ?? '');
    expect([page.json<unknown[]>().length, next.json<unknown[]>().length]).to.deep.equal([2, 1]);
    expect((await admin.bearer.get(page.nextPage ?? '')).outcome).to.equal('404 NOT_FOUND');
    const elsewhere = (page.nextPage ?? '').replace(bob.user.id, ada.user.id);
    expect((await auditor.bearer.get(elsewhere)).outcome).to.equal('400 BAD_CURSOR');
  });

  it('an auditor writes nothing, not even what is their own', async () => {
    const before = await app.sql('SELECT a::text FROM accounts a ORDER BY 1');
    const path: Record<string, string> = { accounts: auditor.account, operations: NO_ID };
    const writes = app.contract.routes.filter(
      ({ method, path }) => method !== 'GET' && /^\/(accounts|operations|instruments|jobs|reports)/.test(path),
    );
    expect(writes).to.have.length(15);
    for (const { method, path: template } of writes) {
      const [, resource = ''] = template.split('/');
      const single = resource === 'accounts' ? anAccount() : anOperation();
      const body = template.endsWith('/batch') ? { operations: [single] } : single;
      const target = pathWith(template, path[resource] ?? NO_ID);
      const answer = await auditor.bearer.send(method, target, method === 'DELETE' ? undefined : body);
      expect([method, target, answer.outcome]).to.deep.equal([method, target, '403 FORBIDDEN']);
    }
    expect(await app.sql('SELECT a::text FROM accounts a ORDER BY 1')).to.deep.equal(before);
    expect((await auditor.bearer.get('/operations')).json()).to.deep.equal([]);
  });

  it('an admin writes to no ledger but their own', async () => {
    for (const query of ['', `?user_id=${ada.user.id}`])
      for (const answer of [
        await admin.bearer.patch(`/operations/${operation}${query}`, { note: null }),
        await admin.bearer.delete(`/operations/${operation}${query}`),
        await admin.bearer.patch(`/accounts/${ada.account}${query}`, { name: 'Mine' }),
        await admin.bearer.post(`/operations${query}`, anOperation({ account_id: ada.account })),
      ])
        expect(answer.outcome).to.equal('404 NOT_FOUND');
    expect((await admin.bearer.post('/operations', anOperation())).status).to.equal(201);
  });

  it('is not what somebody can choose while registering', async () => {
    const answer = await app.anyone.post('/auth/register', aRegistration({ role: 'admin' }));
    expect(answer.violations).to.deep.equal(['/role UNKNOWN_FIELD']);
  });

  it('metrics are for admins', async () => {
    expect((await app.anyone.get('/metrics')).outcome).to.equal('401 NOT_SIGNED_IN');
    expect((await ada.bearer.get('/metrics')).outcome).to.equal('403 FORBIDDEN');
    expect((await auditor.cookie.get('/metrics')).outcome).to.equal('403 FORBIDDEN');
    for (const caller of [admin.bearer, admin.cookie]) {
      const metrics = await caller.get('/metrics');
      expect([metrics.status, metrics.headers['cache-control']]).to.deep.equal([200, 'no-store']);
      expect(metrics.headers['content-type']).to.match(/^text\/plain; version=0\.0\.4/);
      expect(metrics.text).to.match(/^blotter_http_request_seconds_count\{.*route="\/api\/v1\/operations".*\} \d+$/m);
    }
  });
});
