import { expect } from 'chai';
import { Account } from '#domain/ledger/account.ts';
import { ACCOUNT_ID, anAccount, LATER, NOW, USER_ID } from '#test/domain/builders.ts';
import { violationsOf } from '#test/domain/refusals.ts';

describe('A brokerage account is refused', () => {
  it('without a name and a currency', () => {
    expect(violationsOf(() => anAccount({ name: undefined, currency: null }))).to.deep.equal([
      'name REQUIRED',
      'currency REQUIRED',
    ]);
  });

  it('with everything wrong, all of it at once', () => {
    expect(violationsOf(() => anAccount({ name: '  ', currency: 'GBX', kind: 'piggy bank' }))).to.deep.equal([
      'name TOO_SHORT',
      'currency MINOR_UNIT',
      'kind NOT_ALLOWED',
    ]);
    expect(violationsOf(() => anAccount({ name: 'x'.repeat(101) }))).to.deep.equal(['name TOO_LONG']);
    expect(violationsOf(() => anAccount({ name: 'a\0' }))).to.deep.equal(['name INVALID_FORMAT']);
  });

  it('with the faults of its adapter, and no second complaint about them', () => {
    const faults = [{ field: 'name', code: 'INVALID_TYPE', detail: 'A string is wanted.' }] as const;
    expect(violationsOf(() => anAccount({ name: undefined, kind: 'x', faults }))).to.deep.equal([
      'name INVALID_TYPE',
      'kind NOT_ALLOWED',
    ]);
  });

  it('when a change clears its name or its currency', () => {
    expect(violationsOf(() => anAccount().change({ name: null, currency: null }, LATER))).to.deep.equal([
      'name REQUIRED',
      'currency REQUIRED',
    ]);
  });
});

describe('A brokerage account', () => {
  it('is opened with its name trimmed, at version 1, of no particular kind', () => {
    expect({ ...anAccount({ name: ' Main ', currency: 'eur' }) }).to.deep.equal({
      id: ACCOUNT_ID,
      userId: USER_ID,
      name: 'Main',
      currency: 'EUR',
      kind: null,
      version: 1,
      createdAt: NOW,
      updatedAt: NOW,
    });
  });

  it('keeps what a change does not mention, and null clears its kind', () => {
    const broker = anAccount({ kind: 'broker' });
    const renamed = broker.change({ name: 'Old' }, LATER);
    expect(renamed).to.include({
      name: 'Old',
      currency: 'USD',
      kind: 'broker',
      version: 2,
      createdAt: NOW,
      updatedAt: LATER,
    });
    expect(renamed.change({ kind: null }, LATER)).to.include({ kind: null, version: 3 });
    expect(renamed.change({ currency: 'eur' }, LATER)).to.include({ currency: 'EUR', version: 3 });
  });

  it('that a change leaves as it is keeps its version', () => {
    const account = anAccount();
    expect(account.change({ name: ' Main', currency: 'usd', kind: null }, LATER)).to.equal(account);
  });

  it('reads back from its own stored state', () => {
    const account = anAccount();
    expect(Account.restore({ ...account })).to.deep.equal(account);
  });
});
