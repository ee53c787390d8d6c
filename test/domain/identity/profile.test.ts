import { expect } from 'chai';
import { type ProfileDraft, User } from '#domain/identity/user.ts';
import { aUser, COMMON } from '#test/domain/builders.ts';
import { violationsOf } from '#test/domain/refusals.ts';

const CURRENT = { currentPassword: 'whatever it is' };

describe('A change of a profile', () => {
  const verified = aUser().verified();
  const change = (draft: ProfileDraft, user = verified) => user.change(draft, COMMON);
  const refused = (draft: ProfileDraft) => violationsOf(() => change(draft));

  it('is refused with everything wrong, all of it at once', () => {
    expect(refused({ email: 'ada', password: 'short', username: '', timeZone: 'Mars/Olympus' })).to.deep.equal([
      'email INVALID_FORMAT',
      'password PASSWORD_WEAK',
      'username TOO_SHORT',
      'timeZone NOT_ALLOWED',
      'currentPassword REQUIRED',
    ]);
  });

  it('is refused when it takes away what everybody has', () => {
    expect(refused({ email: null, password: null, username: null, timeZone: null, ...CURRENT })).to.deep.equal([
      'email REQUIRED',
      'password REQUIRED',
      'username REQUIRED',
      'timeZone REQUIRED',
    ]);
  });

  it('of the address or the password needs the current password', () => {
    for (const draft of [{ email: 'bea@example.com' }, { password: 'another horse battery' }])
      for (const currentPassword of [undefined, null])
        expect(refused({ ...draft, currentPassword })).to.deep.equal(['currentPassword REQUIRED']);
  });

  it('takes no password that repeats the address, be it the new one or the one that stays', () => {
    expect(refused({ password: 'ada@example.com', ...CURRENT })).to.deep.equal(['password PASSWORD_WEAK']);
    expect(refused({ email: 'beatrice@example.com', password: 'Beatrice1', ...CURRENT })).to.deep.equal([
      'password PASSWORD_WEAK',
    ]);
  });

  it('is refused with the faults of its adapter, and no second complaint about them', () => {
    const faults = [{ field: 'password', code: 'INVALID_TYPE', detail: 'A string is wanted.' }] as const;
    expect(refused({ timeZone: '', faults })).to.deep.equal(['password INVALID_TYPE', 'timeZone NOT_ALLOWED']);
  });

  it('of the name or the time zone needs no password, and leaves the address verified', () => {
    expect({ ...change({ username: ' Countess ', timeZone: 'Europe/London' }) }).to.deep.equal({
      ...verified,
      username: 'Countess',
      timeZone: 'Europe/London',
    });
  });

  it('of nothing changes nothing', () => {
    expect(change({})).to.deep.equal(verified);
    expect(change({ email: ' ADA@example.com', ...CURRENT })).to.deep.equal(verified);
  });

  it('to another address leaves that one to be confirmed', () => {
    const changed = change({ email: 'Bea@Example.com', ...CURRENT });
    expect({ ...changed }).to.deep.equal({ ...verified, email: 'bea@example.com', isVerified: false });
  });

  it('never gives a role, nor makes anybody active or verified', () => {
    const plain = User.restore({ ...aUser(), isActive: false });
    const draft = { username: 'Ada', role: 'admin', isActive: true, isVerified: true } as ProfileDraft;
    expect(change(draft, plain)).to.deep.equal(plain);
  });
});
