import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import type { ProfileDraft } from '#domain/identity/user.ts';
import { aBlotter, anActor, anAttempt, type Blotter, NEW_PASSWORD, PASSWORD } from '#test/application/blotter.ts';
import { mailsTo, subjectsOf } from '#test/application/mails.ts';
import { refusalCodeOf, refusalOf, violationsOf } from '#test/application/refusals.ts';
import { aBrowserOf, signedInBy } from './signed-in.ts';

describe('A change of one’s own profile', () => {
  let blotter: Blotter;
  let ada: Acting;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    await mailsTo(blotter, 'ada@example.com');
    blotter.hasher.hashes = 0;
  });

  const change = async (draft: ProfileDraft, address = '192.0.2.1') =>
    blotter.changeProfile.execute(await signedInBy(await aBrowserOf(blotter, ada)), draft, address);
  const profile = () => blotter.readProfile.execute(ada);

  it('is refused with all its faults at once, and costs no hash', async () => {
    const before = await profile();
    const draft = { email: 'ada', password: 'short', username: ' ', timeZone: 'Mars/Olympus' };
    expect(await violationsOf(change(draft))).to.deep.equal([
      'email INVALID_FORMAT',
      'password PASSWORD_WEAK',
      'username TOO_SHORT',
      'timeZone NOT_ALLOWED',
      'currentPassword REQUIRED',
    ]);
    expect([await profile(), blotter.hasher.hashes]).to.deep.equal([before, 0]);
  });

  for (const [what, draft] of [
    ['address', { email: 'bea@example.com' }],
    ['password', { password: NEW_PASSWORD }],
  ] as const) {
    it(`of the ${what} is refused without the current password, or with a wrong one`, async () => {
      const before = await blotter.users.findCredentials('ada@example.com');
      expect(await violationsOf(change(draft))).to.deep.equal(['currentPassword REQUIRED']);
      for (const currentPassword of ['', `${PASSWORD} `, NEW_PASSWORD])
        expect(await violationsOf(change({ ...draft, currentPassword }))).to.deep.equal([
          'currentPassword WRONG_PASSWORD',
        ]);
      expect(await blotter.users.findCredentials('ada@example.com')).to.deep.equal(before);
      expect(await mailsTo(blotter, 'ada@example.com')).to.have.length(1);
    });
  }

  it('is refused after 5 wrong passwords, before a hash, wherever they come from', async () => {
    const draft = { password: NEW_PASSWORD, currentPassword: 'wrong horse battery' };
    for (let time = 0; time < 5; time += 1) await violationsOf(change(draft, `198.51.100.${time}`));
    blotter.hasher.hashes = 0;
    const { code, facts } = await refusalOf(change({ ...draft, currentPassword: PASSWORD }));
    expect([code, facts.retryAfterSeconds, blotter.hasher.hashes]).to.deep.equal(['TOO_MANY_REQUESTS', 300, 0]);
  });

  it('is counted apart from sign-ins: neither keeps the person out of the other', async () => {
    for (let time = 0; time < 5; time += 1)
      await violationsOf(change({ password: NEW_PASSWORD, currentPassword: 'wrong horse battery' }));
    await blotter.signIn.execute(anAttempt());
    const other = await anActor(blotter, { email: 'bea@example.com' });
    for (let time = 0; time < 5; time += 1)
      await refusalOf(blotter.signIn.execute(anAttempt({ email: 'bea@example.com', password: 'wrong horse battery' })));
    const bea = await signedInBy(await aBrowserOf(blotter, other));
    await blotter.changeProfile.execute(bea, { password: NEW_PASSWORD, currentPassword: PASSWORD }, '192.0.2.1');
  });

  it('has its failures taken back by the right password', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let time = 0; time < 4; time += 1)
        await violationsOf(change({ email: 'ada@example.com', currentPassword: 'wrong horse battery' }));
      await change({ email: 'ada@example.com', currentPassword: PASSWORD });
    }
  });

  it('is refused when the password was replaced while it was being checked', async () => {
    const { verify } = blotter.hasher;
    blotter.hasher.verify = async (password, phc) => {
      blotter.hasher.verify = verify;
      const matches = await blotter.hasher.verify(password, phc);
      await blotter.resetPassword.execute('ada@example.com', 'a third horse battery');
      return matches;
    };
    expect(await violationsOf(change({ password: NEW_PASSWORD, currentPassword: PASSWORD }))).to.deep.equal([
      'currentPassword WRONG_PASSWORD',
    ]);
    await blotter.signIn.execute(anAttempt({ password: 'a third horse battery' }));
  });

  it('is refused when the user is gone', async () => {
    const browser = await signedInBy(await aBrowserOf(blotter, ada));
    await blotter.unitOfWork.run(({ users }) => users.delete(ada.userId));
    expect(await refusalCodeOf(blotter.changeProfile.execute(browser, { username: 'B' }, ''))).to.equal('NOT_FOUND');
  });

  it('of the name or the time zone needs no password, costs no hash and is told nobody', async () => {
    const changed = await change({ username: ' Countess ', timeZone: 'Europe/London' });
    expect(changed).to.include({ username: 'Countess', timeZone: 'Europe/London', email: 'ada@example.com' });
    expect([await profile(), blotter.hasher.hashes]).to.deep.equal([changed, 0]);
    expect(await mailsTo(blotter, 'ada@example.com')).to.have.length(1);
  });

  it('of everything at once is all told: to the address of before, and the new one is to be confirmed', async () => {
    await change({
      email: 'bea@example.com',
      password: NEW_PASSWORD,
      username: 'Bea',
      timeZone: 'Asia/Kolkata',
      currentPassword: PASSWORD,
    });
    expect(subjectsOf(await mailsTo(blotter, 'ada@example.com')).slice(1)).to.deep.equal([
      'Your Blotter password was changed',
      'The e-mail address of your Blotter account was changed',
    ]);
    expect(subjectsOf(await mailsTo(blotter, 'bea@example.com'))).to.deep.equal([
      'Confirm your e-mail address for Blotter',
    ]);
    const { user } = await blotter.signIn.execute(anAttempt({ email: 'bea@example.com', password: NEW_PASSWORD }));
    expect(user).to.include({ id: ada.userId, username: 'Bea', timeZone: 'Asia/Kolkata', isVerified: false });
  });
});
