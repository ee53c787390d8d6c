import { expect } from 'chai';
import { User } from '#domain/identity/user.ts';
import { aUser, NOW, USER_ID } from '#test/domain/builders.ts';
import { violationsOf } from '#test/domain/refusals.ts';

describe('A registration is refused', () => {
  it('when it is empty, at each of its three fields', () => {
    expect(violationsOf(() => User.register(USER_ID, {}, NOW))).to.deep.equal([
      'email REQUIRED',
      'password REQUIRED',
      'username REQUIRED',
    ]);
  });

  it('with everything wrong, all of it at once', () => {
    expect(violationsOf(() => aUser({ email: 'ada', password: 'short', username: '  ' }))).to.deep.equal([
      'email INVALID_FORMAT',
      'password PASSWORD_WEAK',
      'username TOO_SHORT',
    ]);
  });

  it('with a password that repeats the e-mail address as it will be kept', () => {
    const draft = { email: ' Ada@Example.com ', password: 'ada@EXAMPLE.com' };
    expect(violationsOf(() => aUser(draft))).to.deep.equal(['password PASSWORD_WEAK']);
  });

  it('with a username of 65 characters', () => {
    expect(violationsOf(() => aUser({ username: 'x'.repeat(65) }))).to.deep.equal(['username TOO_LONG']);
  });

  it('with the faults of its adapter, and no second complaint about them', () => {
    const faults = [{ field: 'password', code: 'INVALID_TYPE', detail: 'A string is wanted.' }] as const;
    expect(violationsOf(() => aUser({ password: undefined, email: 'ada', faults }))).to.deep.equal([
      'password INVALID_TYPE',
      'email INVALID_FORMAT',
    ]);
  });
});

describe('A registered user', () => {
  it('is active, not yet verified, a plain user, and keeps no password', () => {
    expect({ ...aUser({ email: 'Ada@Example.com', username: ' Ada ' }) }).to.deep.equal({
      id: USER_ID,
      email: 'ada@example.com',
      username: 'Ada',
      role: 'user',
      isActive: true,
      isVerified: false,
      timeZone: 'UTC',
      registeredAt: NOW,
      sessionEpoch: 1,
    });
  });

  it('can be made an admin by whoever registers them', () => {
    const draft = { email: 'ada@example.com', password: 'correct horse battery', username: 'Ada' };
    expect(User.register(USER_ID, draft, NOW, 'admin').role).to.equal('admin');
  });

  it('reads back from its own stored state', () => {
    const user = aUser();
    expect(User.restore({ ...user })).to.deep.equal(user);
  });
});
