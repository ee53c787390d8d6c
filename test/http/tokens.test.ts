import { hash } from 'node:crypto';
import { expect } from 'chai';
import { SCOPES } from '#domain/identity/scope.ts';
import type { Answer, OperationBody } from './support/answer.ts';
import { anAccount, anOperation, NO_ID } from './support/builders.ts';
import type { Caller } from './support/caller.ts';
import type { Route } from './support/contract.ts';
import type { Person } from './support/person.ts';
import { pathWith } from './support/routes.ts';
import { startApp, type TestApp } from './support/start-app.ts';

type NewToken = { readonly id: string; readonly token: string };
type TokenBody = Readonly<Record<string, unknown>> & { readonly id: string };

describe('A personal access token', () => {
  let app: TestApp;
  let ada: Person;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  const ask = (draft: object, caller: Caller = ada.bearer): Promise<Answer> => caller.post('/tokens', draft);

  async function make(draft: object, caller?: Caller): Promise<NewToken & { readonly by: Caller }> {
    const made = (await ask({ name: 'a script', scopes: [...SCOPES], ...draft }, caller)).json<NewToken>();
    app.secrets.add(made.token);
    return { ...made, by: app.anyone.with({ Authorization: `Bearer ${made.token}` }) };
  }

  it('is refused with every fault of its draft at once', async () => {
    expect((await ask({})).violations).to.deep.equal(['/name REQUIRED', '/scopes REQUIRED']);
    const draft = {
      name: '',
      scopes: ['operations:read', 'everything'],
      account_ids: ['no id'],
      expires_at: '2020-01-01T00:00:00Z',
      token: 'blt_mine',
      surprise: 1,
    };
    expect((await ask(draft)).violations).to.deep.equal([
      '/account_ids/0 INVALID_FORMAT',
      '/expires_at OUT_OF_RANGE',
      '/name TOO_SHORT',
      '/scopes/1 NOT_ALLOWED',
      '/surprise UNKNOWN_FIELD',
      '/token READ_ONLY',
    ]);
    for (const draft of [{ scopes: 'account' }, { scopes: [1] }, { account_ids: [] }, { expires_at: 'tomorrow' }])
      expect((await ask({ name: 'x', scopes: ['account'], ...draft })).status).to.equal(422);
  });

  it('shows its secret once, and only the SHA-256 of it is kept', async () => {
    const answer = await ask({ name: ' nightly ', scopes: ['account', 'account'] });
    const { id, token, ...shown } = answer.json<TokenBody & NewToken>();
    app.secrets.add(token);
    expect(answer.status).to.equal(201);
    expect(answer.headers).to.include({ location: `/api/v1/tokens/${id}`, 'cache-control': 'no-store' });
    expect(token).to.match(/^blt_[A-Za-z0-9_-]{43}$/);
    const told = { name: 'nightly', scopes: ['account'], account_ids: null, expires_at: null, last_used_at: null };
    expect(shown).to.deep.include(told);
    const list = await ada.bearer.get('/tokens');
    expect(list.text).not.to.include(token);
    expect(list.json<TokenBody[]>().find((row) => row.id === id)).to.deep.equal({ id, ...shown });
    const [row] = await app.sql('SELECT token_hash FROM access_tokens WHERE id = $1', [id]);
    expect(row?.['token_hash']).to.deep.equal(hash('sha256', token, 'buffer'));
  });

  it('is dead as soon as it is deleted, is past its time, or its user is disabled', async () => {
    const eve = await app.signedUp();
    const [deleted, expired, disabled] = [
      await make({}, eve.bearer),
      await make({}, eve.bearer),
      await make({}, eve.bearer),
    ];
    for (const { by } of [deleted, expired, disabled]) expect((await by.get('/users/me')).status).to.equal(200);
    expect((await eve.bearer.delete(`/tokens/${deleted.id}`)).status).to.equal(204);
    expect((await deleted.by.get('/users/me')).outcome).to.equal('401 NOT_SIGNED_IN');
    expect((await eve.bearer.delete(`/tokens/${deleted.id}`)).outcome).to.equal('404 NOT_FOUND');
    const soon = await make({ expires_at: new Date(Date.now() + 60_000).toISOString() }, eve.bearer);
    await app.sql(`UPDATE access_tokens SET expires_at = now() WHERE id = $1`, [soon.id]);
    expect((await soon.by.get('/users/me')).outcome).to.equal('401 NOT_SIGNED_IN');
    const admin = await app.signedUp('admin');
    await admin.bearer.patch(`/users/${eve.user.id}`, { is_active: false });
    expect((await disabled.by.get('/users/me')).outcome).to.equal('401 NOT_SIGNED_IN');
  });

  it('is no session: it is listed as a token, says when it was used, and signs out as a token', async () => {
    const { id, by } = await make({});
    expect((await by.get('/users/me/sessions')).text).not.to.include(id);
    const row = (await ada.bearer.get('/tokens')).json<TokenBody[]>().find((token) => token.id === id);
    expect(new Date(String(row?.['last_used_at'])).getTime()).to.be.closeTo(Date.now(), 60_000);
    expect((await by.send('POST', '/auth/bearer/logout')).status).to.equal(204);
    expect((await by.get('/users/me')).status).to.equal(401);
  });

  it('gives no more than the one that asks for it', async () => {
    const narrow = await make({ scopes: ['account', 'operations:read'], account_ids: [ada.account] });
    const other = (await ada.bearer.post('/accounts', anAccount())).json<{ id: string }>().id;
    const refused = await ask({ name: 'x', scopes: ['operations:write', 'account'], account_ids: [other] }, narrow.by);
    expect(refused.violations).to.deep.equal(['/account_ids/0 NOT_ALLOWED', '/scopes/0 NOT_ALLOWED']);
    const granted = (await ask({ name: 'x', scopes: ['account'] }, narrow.by)).json<TokenBody & NewToken>();
    app.secrets.add(granted.token);
    expect(granted['account_ids']).to.deep.equal([ada.account]);
  });

  describe('tried on every route', () => {
    const scopeOf = ({ operation }: Route): string | undefined =>
      (operation.security as { bearer?: string[] }[] | undefined)?.find(({ bearer }) => bearer)?.bearer?.[0];
    const send = (caller: Caller, route: Route): Promise<Answer> =>
      caller.send(route.method, pathWith(route.path, NO_ID), ['GET', 'DELETE'].includes(route.method) ? undefined : {});
    const guarded = (): readonly Route[] => app.contract.routes.filter((route) => scopeOf(route) !== undefined);

    it('that asks for somebody: each says which scope it needs', () => {
      const silent = app.contract.routes.filter(
        ({ operation }) => operation.security?.length !== 0 && !scopeOf({ operation } as Route),
      );
      expect(silent.map(({ operation }) => operation.operationId)).to.deep.equal(['cookieLogout', 'bearerLogout']);
      for (const route of guarded()) expect([...SCOPES, 'login']).to.include(scopeOf(route));
    });

    for (const missing of SCOPES)
      it(`with every scope but ${missing} is let in everywhere else, and nowhere there`, async () => {
        const eve = await app.signedUp('admin');
        const { by } = await make({ scopes: SCOPES.filter((scope) => scope !== missing) }, eve.bearer);
        for (const route of guarded()) {
          const { outcome, headers } = await send(by, route);
          const needed = scopeOf(route);
          if (needed !== missing && needed !== 'login') expect(outcome, route.path).not.to.match(/^40[13]/);
          else {
            expect([route.operation.operationId, outcome]).to.deep.equal([
              route.operation.operationId,
              '403 INSUFFICIENT_SCOPE',
            ]);
            expect(headers['www-authenticate']).to.match(/^Bearer error="insufficient_scope"/);
          }
        }
      });

    it('is nobody when it is expired, deleted or made up', async () => {
      const [expired, deleted] = [await make({}), await make({})];
      await app.sql('UPDATE access_tokens SET expires_at = now() WHERE id = $1', [expired.id]);
      await ada.bearer.delete(`/tokens/${deleted.id}`);
      const madeUp = app.anyone.with({ Authorization: `Bearer blt_${'x'.repeat(43)}` });
      for (const by of [expired.by, deleted.by, madeUp])
        for (const route of guarded())
          expect((await send(by, route)).outcome, route.path).to.equal('401 NOT_SIGNED_IN');
    });
  });

  describe('narrowed to accounts', () => {
    let other: string;
    let inside: string;
    let outside: string;
    let by: Caller;

    before(async () => {
      other = (await ada.bearer.post('/accounts', anAccount())).json<{ id: string }>().id;
      inside = (await ada.bearer.post('/operations', anOperation({ account_id: other }))).json<OperationBody>().id;
      outside = (await ada.bearer.post('/operations', anOperation())).json<OperationBody>().id;
      by = (await make({ account_ids: [other] })).by;
    });

    it('finds nothing of the others, by any method, as if they did not exist', async () => {
      const tries: readonly (readonly [method: string, path: string, body?: object])[] = [
        ['GET', '/operations/ID'],
        ['GET', '/operations/ID/history'],
        ['PUT', '/operations/ID', anOperation({ account_id: other })],
        ['PATCH', '/operations/ID', { note: 'mine' }],
        ['DELETE', '/operations/ID'],
      ];
      for (const [method, path, body] of tries) {
        const theirs = await by.send(method, path.replace('ID', outside), body);
        const nobodys = await by.send(method, path.replace('ID', NO_ID), body);
        const told = (answer: Answer, id: string) => JSON.stringify(answer.withoutItsName).replaceAll(id, 'ID');
        expect([method, told(theirs, outside)]).to.deep.equal([method, told(nobodys, NO_ID)]);
        expect(theirs.outcome).to.equal('404 NOT_FOUND');
      }
      for (const [method, path, body] of [
        ['GET', `/accounts/${ada.account}`],
        ['PATCH', `/accounts/${ada.account}`, { name: 'Mine' }],
        ['DELETE', `/accounts/${ada.account}`],
        ['GET', `/operations?account_id=${ada.account}`],
        ['POST', '/operations', anOperation({ account_id: ada.account })],
        ['PATCH', `/operations/${inside}`, { account_id: ada.account }],
      ] as const)
        expect([method, path, (await by.send(method, path, body)).outcome]).to.deep.equal([
          method,
          path,
          '404 NOT_FOUND',
        ]);
    });

    it('lists only what is in its accounts', async () => {
      expect((await by.get('/operations?limit=200')).json<OperationBody[]>().map(({ id }) => id)).to.deep.equal([
        inside,
      ]);
      expect((await by.get('/accounts')).json<{ id: string }[]>().map(({ id }) => id)).to.deep.equal([other]);
    });

    it('records, changes and deletes there, and opens no account', async () => {
      expect((await by.post('/operations', anOperation())).violations).to.include('/account_id REQUIRED');
      const made = await by.post('/operations', anOperation({ account_id: other }));
      const { id } = made.json<OperationBody>();
      expect((await by.patch(`/operations/${id}`, { note: 'changed' })).status).to.equal(200);
      expect((await by.delete(`/operations/${id}`)).status).to.equal(204);
      expect((await by.post('/accounts', anAccount())).outcome).to.equal('403 FORBIDDEN');
    });

    it('cannot be for an account of somebody else', async () => {
      const eve = await app.signedUp();
      for (const id of [eve.account, NO_ID])
        expect((await ask({ name: 'x', scopes: ['account'], account_ids: [id] })).violations).to.deep.equal([
          '/account_ids/0 NOT_ALLOWED',
        ]);
    });
  });
});
