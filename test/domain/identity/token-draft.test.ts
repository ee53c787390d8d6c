import { expect } from 'chai';
import { SCOPES } from '#domain/identity/scope.ts';
import { readTokenDraft, type TokenDraft } from '#domain/identity/token-draft.ts';
import { ACCOUNT_ID, NOW, OTHER_ACCOUNT_ID } from '#test/domain/builders.ts';
import { violationsOf } from '#test/domain/refusals.ts';

const DRAFT: TokenDraft = { name: 'A script', scopes: ['operations:read'] };

describe('The draft of a personal access token', () => {
  const read = (draft: TokenDraft) => readTokenDraft({ ...DRAFT, ...draft }, NOW);
  const refused = (draft: TokenDraft) => violationsOf(() => read(draft));

  it('is refused when it is empty, as it needs a name and a scope', () => {
    expect(violationsOf(() => readTokenDraft({}, NOW))).to.deep.equal(['name REQUIRED', 'scopes REQUIRED']);
    expect(refused({ scopes: [] })).to.deep.equal(['scopes REQUIRED']);
  });

  it('is refused with everything wrong, all of it at once', () => {
    const draft = { name: ' ', scopes: ['jobs', 'all', ''], accountIds: ['main'], expiresAt: 'tomorrow' };
    expect(refused(draft)).to.deep.equal([
      'name TOO_SHORT',
      'scopes/1 NOT_ALLOWED',
      'scopes/2 NOT_ALLOWED',
      'accountIds/0 INVALID_FORMAT',
      'expiresAt INVALID_FORMAT',
    ]);
  });

  it('is refused with a name of 101 characters', () => {
    expect(refused({ name: 'x'.repeat(101) })).to.deep.equal(['name TOO_LONG']);
    expect(read({ name: '🦉'.repeat(100) }).name).to.equal('🦉'.repeat(100));
  });

  it('is refused for no account at all, and for more than 100', () => {
    const accountIds = Array.from({ length: 101 }, () => ACCOUNT_ID);
    expect(refused({ accountIds: [] })).to.deep.equal(['accountIds TOO_SHORT']);
    expect(refused({ accountIds })).to.deep.equal(['accountIds TOO_MANY']);
    expect(read({ accountIds: accountIds.slice(1) }).accountIds).to.deep.equal([ACCOUNT_ID]);
  });

  it('is refused when it expires now or before', () => {
    expect(refused({ expiresAt: NOW.toISOString() })).to.deep.equal(['expiresAt OUT_OF_RANGE']);
    expect(read({ expiresAt: '2026-11-24T09:30:00.001Z' }).expiresAt?.getTime()).to.equal(NOW.getTime() + 1);
  });

  it('is refused with the faults of its adapter, and no second complaint about them', () => {
    const faults = [
      { field: 'scopes', code: 'INVALID_TYPE', detail: 'A list is wanted.' },
      { field: 'name', code: 'INVALID_TYPE', detail: 'A string is wanted.' },
    ] as const;
    expect(refused({ name: undefined, scopes: undefined, faults })).to.deep.equal([
      'scopes INVALID_TYPE',
      'name INVALID_TYPE',
    ]);
  });

  it('asks for all accounts and for ever when it names no account and no end', () => {
    for (const nothing of [undefined, null])
      expect(read({ name: ' A script ', accountIds: nothing, expiresAt: nothing })).to.deep.equal({
        name: 'A script',
        scopes: ['operations:read'],
        accountIds: null,
        expiresAt: null,
      });
  });

  it('may ask for every scope, and counts what it says twice once', () => {
    expect(read({ scopes: [...SCOPES, 'jobs'] }).scopes).to.deep.equal(SCOPES);
    const accountIds = [ACCOUNT_ID, OTHER_ACCOUNT_ID.toUpperCase(), OTHER_ACCOUNT_ID];
    expect(read({ accountIds }).accountIds).to.deep.equal([ACCOUNT_ID, OTHER_ACCOUNT_ID]);
  });
});
