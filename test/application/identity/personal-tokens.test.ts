import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import { SCOPES } from '#domain/identity/scope.ts';
import type { TokenDraft } from '#domain/identity/token-draft.ts';
import { aBlotter, anActor, type Blotter, doneOf, letPass } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { refusalCodeOf, violationsOf } from '#test/application/refusals.ts';
import { aBrowserOf, aProgramOf, aTokenOf, signedInBy } from './signed-in.ts';

const MINUTE = 60_000;

describe('A personal access token', () => {
  let blotter: Blotter;
  let ada: Acting;
  let bea: Acting;
  let main: string;
  let second: string;
  let hers: string;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    bea = await anActor(blotter, { email: 'bea@example.com' });
    main = (await blotter.accounts.findDefault(ada.userId))!;
    hers = (await blotter.accounts.findDefault(bea.userId))!;
    second = doneOf(await blotter.openAccount.execute(ada, { name: 'Second', currency: 'USD' }, null)).id;
  });

  const make = (draft: TokenDraft = {}, actor: Acting = ada) => aTokenOf(blotter, actor, draft);
  const count = async () => (await blotter.listCredentials.tokens(ada)).length;

  describe('is not made', () => {
    it('of a faulty draft, and all its faults are told at once', async () => {
      expect(await violationsOf(make({ name: '', scopes: [], expiresAt: '2026-11-24T09:30:00Z' }))).to.deep.equal([
        'name TOO_SHORT',
        'scopes REQUIRED',
        'expiresAt OUT_OF_RANGE',
      ]);
      expect(await count()).to.equal(0);
    });

    it('for an account of somebody else, or one that never was', async () => {
      expect(await violationsOf(make({ accountIds: [main, hers, countedId(99)] }))).to.deep.equal([
        'accountIds/1 NOT_ALLOWED',
        'accountIds/2 NOT_ALLOWED',
      ]);
      expect(await count()).to.equal(0);
    });

    it('with a scope that the token that asks has not itself', async () => {
      const asking = await signedInBy(await make({ scopes: ['account', 'jobs'] }));
      expect(await violationsOf(make({ scopes: ['account', 'jobs', 'operations:read'] }, asking))).to.deep.equal([
        'scopes/2 NOT_ALLOWED',
      ]);
      expect(await count()).to.equal(1);
    });

    it('for an account that the token that asks is not for', async () => {
      const asking = await signedInBy(await make({ accountIds: [second] }));
      expect(await violationsOf(make({ accountIds: [main, second] }, asking))).to.deep.equal([
        'accountIds/0 NOT_ALLOWED',
      ]);
      expect(await count()).to.equal(1);
    });
  });

  it('that is asked for by a token for some accounts, and names none, is for those', async () => {
    const asking = await signedInBy(await make({ accountIds: [second] }));
    const made = await make({ scopes: ['account'] }, asking);
    expect((await signedInBy(made)).accountIds).to.deep.equal([second]);
  });

  it('that is made in a session or a login may have every scope and all accounts', async () => {
    for (const key of [await aBrowserOf(blotter, ada), await aProgramOf(blotter, ada)]) {
      const made = await make({ scopes: SCOPES }, await signedInBy(key));
      expect(await signedInBy(made)).to.deep.include({ userId: ada.userId, scopes: SCOPES, accountIds: null });
    }
  });

  it('is shown once: its secret is kept nowhere', async () => {
    const { secret, token } = await blotter.createToken.execute(ada, { name: 'A script', scopes: ['jobs'] });
    expect(secret).to.match(/^blt_/);
    expect(token.digest).to.equal(blotter.secrets.digest(secret));
    expect(JSON.stringify([token, await blotter.listCredentials.tokens(ada)])).not.to.include(secret.slice(4));
  });

  it('tells who it is, what it may and for which accounts', async () => {
    const key = await make({ scopes: ['jobs', 'reports'], accountIds: [second, main] });
    const { credential, client: _client, ...who } = await signedInBy(key);
    expect(who).to.deep.equal({
      userId: ada.userId,
      role: 'user',
      scopes: ['jobs', 'reports'],
      accountIds: [second, main],
    });
    expect(credential).to.include({ kind: 'token', id: key.id });
  });

  it('lives until it expires, and without an end for years', async () => {
    const [brief, endless] = [await make({ expiresAt: '2026-11-24T09:31:00Z' }), await make()];
    letPass(blotter, MINUTE - 1);
    expect([await brief.who(), await endless.who()]).not.to.include(null);
    letPass(blotter, 1);
    expect(await brief.who()).to.equal(null);
    letPass(blotter, 10 * 365 * 24 * 60 * MINUTE);
    expect(await endless.who()).to.include({ userId: ada.userId });
  });

  it('notes when it was last used, to the minute', async () => {
    const key = await make();
    const used = async (milliseconds: number) => {
      letPass(blotter, milliseconds);
      await key.who();
      return (await blotter.listCredentials.tokens(ada))[0]?.last_used_at;
    };
    expect((await blotter.listCredentials.tokens(ada))[0]?.last_used_at).to.equal(null);
    expect(await used(10_000)).to.equal('2026-11-24T09:30:10.000Z');
    expect(await used(MINUTE - 1)).to.equal('2026-11-24T09:30:10.000Z');
    expect(await used(1)).to.equal('2026-11-24T09:31:10.000Z');
  });

  it('that never was, is somebody else’s or a login’s is not found to be deleted', async () => {
    const [other, login] = [await make({ accountIds: [hers] }, bea), await aProgramOf(blotter, ada)];
    for (const id of [countedId(99), other.id, login.id])
      expect(await refusalCodeOf(blotter.deleteToken.execute(ada, id))).to.equal('NOT_FOUND');
    expect([await other.who(), await login.who()]).not.to.include(null);
  });

  it('is dead at once when it is deleted, and the others live', async () => {
    const [dead, alive] = [await make(), await make()];
    expect([await dead.who(), await alive.who()]).not.to.include(null);
    await blotter.deleteToken.execute(ada, dead.id);
    expect([await dead.who(), (await alive.who())?.userId]).to.deep.equal([null, ada.userId]);
    expect(await refusalCodeOf(blotter.deleteToken.execute(ada, dead.id))).to.equal('NOT_FOUND');
  });

  it('dies with a program’s sign-out when it is what the program came with', async () => {
    const { secret } = await blotter.createToken.execute(ada, { name: 'A script', scopes: ['jobs'] });
    await blotter.revokeAccessToken.execute(ada, secret);
    expect(await blotter.authenticate.byToken(secret)).to.equal(null);
  });

  it('is one of a hundred, of which only a deleted or an expired one makes room', async () => {
    const first = await make({ expiresAt: '2026-11-24T09:31:00Z' });
    for (let token = 1; token < 100; token += 1) await make();
    expect(await refusalCodeOf(make())).to.equal('TOO_MANY_TOKENS');
    expect(await make({}, bea)).to.have.property('id');
    await blotter.deleteToken.execute(ada, first.id);
    const brief = await make({ expiresAt: '2026-11-24T09:31:00Z' });
    expect(await refusalCodeOf(make())).to.equal('TOO_MANY_TOKENS');
    letPass(blotter, MINUTE);
    expect(await make())
      .to.have.property('id')
      .and.not.equal(brief.id);
  });
});
