import { expect } from 'chai';
import { User } from '#domain/identity/user.ts';
import { aUser, COMMON, NOW, USER_ID } from '#test/domain/builders.ts';
import { violationsOf } from '#test/domain/refusals.ts';

describe('A registration is refused', () => {
  it('when it is empty, at each of its three fields', () => {
    expect(violationsOf(() => User.register(USER_ID, {}, NOW, COMMON))).to.deep.equal([
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

  it('with a password that everybody tries first', () => {
    expect(violationsOf(() => aUser({ password: 'QwertyUiop' }))).to.deep.equal(['password PASSWORD_WEAK']);
  });

  it('with a name or an address that would begin a line of its own in a mail', () => {
    for (const sign of ['\r\n', '\n', '\r', '\u0085', '\0', '\t'])
      expect(violationsOf(() => aUser({ username: `Ada${sign}Bcc: eve@example.com` }))).to.deep.equal([
        'username INVALID_FORMAT',
      ]);
    expect(violationsOf(() => aUser({ email: 'ada@example.com\r\nBcc: eve@example.com' }))).to.deep.equal([
      'email INVALID_FORMAT',
    ]);
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
    });
  });

  it('can be made an admin by whoever registers them', () => {
    const draft = { email: 'ada@example.com', password: 'correct horse battery', username: 'Ada' };
    expect(User.register(USER_ID, draft, NOW, COMMON, 'admin').role).to.equal('admin');
  });

  it('reads back from its own stored state', () => {
    const user = aUser();
    expect(User.restore({ ...user })).to.deep.equal(user);
  });

  it('may have a name of any signs that can be read: it is text wherever it is shown', () => {
    expect(aUser({ username: '<b>Ada</b> & “Co”' }).username).to.equal('<b>Ada</b> & “Co”');
  });

  it('is verified once the address is confirmed, and nothing else of them changes', () => {
    const user = aUser();
    expect({ ...user.verified() }).to.deep.equal({ ...user, isVerified: true });
    expect(user.isVerified).to.equal(false);
  });

  it('gets a role or is disabled by an admin, each by itself', () => {
    const user = aUser();
    expect({ ...user.kept({ role: 'auditor' }) }).to.deep.equal({ ...user, role: 'auditor' });
    expect({ ...user.kept({ isActive: false }) }).to.deep.equal({ ...user, isActive: false });
    expect({ ...user.kept({}) }).to.deep.equal({ ...user });
    expect(user.kept({ isActive: false }).kept({ isActive: true }).isActive).to.equal(true);
  });
});
