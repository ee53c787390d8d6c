import { expect } from 'chai';
import { stranger } from '#application/identity/doers.ts';
import { aBlotter, anAttempt, type Blotter, CLIENT, PASSWORD } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { mailsTo, subjectsOf } from '#test/application/mails.ts';
import { refusalCodeOf, violationsOf } from '#test/application/refusals.ts';
import { NOW } from '#test/domain/builders.ts';

const DRAFT = { email: 'ada@example.com', password: PASSWORD, username: 'Ada' };

describe('A registration', () => {
  let blotter: Blotter;
  beforeEach(() => {
    blotter = aBlotter();
  });

  it('is refused with all its faults at once, and costs no hash', async () => {
    const refused = violationsOf(blotter.registerUser.execute({ email: 'ada', password: 'short' }, stranger(CLIENT)));
    expect(await refused).to.deep.equal(['email INVALID_FORMAT', 'password PASSWORD_WEAK', 'username REQUIRED']);
    expect(blotter.hasher.hashes).to.equal(0);
  });

  it('is refused with a password that is common, names the product or repeats the address', async () => {
    for (const password of ['IloveYou', 'Blotter2026', 'ada@example.com', 'Password'])
      expect(
        await violationsOf(blotter.registerUser.execute({ ...DRAFT, password }, stranger(CLIENT))),
        password,
      ).to.deep.equal(['password PASSWORD_WEAK']);
    expect(blotter.hasher.hashes).to.equal(0);
  });

  it('is refused when the address is taken, in any case, and leaves no account', async () => {
    await blotter.registerUser.execute(DRAFT, stranger(CLIENT));
    const again = blotter.registerUser.execute({ ...DRAFT, email: ' ADA@Example.com' }, stranger(CLIENT));
    expect(await refusalCodeOf(again)).to.equal('EMAIL_TAKEN');
    const { rows } = await blotter.accounts.list(countedId(4), { limit: 10, after: null, only: null });
    expect(rows).to.deep.equal([]);
    expect(await mailsTo(blotter, DRAFT.email)).to.have.length(1);
  });

  it('makes a user who can sign in', async () => {
    const user = await blotter.registerUser.execute(DRAFT, stranger(CLIENT));
    expect(user).to.include({
      id: countedId(1),
      email: 'ada@example.com',
      role: 'user',
      isActive: true,
      isVerified: false,
    });
    expect(await blotter.readProfile.execute({ userId: user.id, role: 'user' })).to.deep.equal(user);
    expect((await blotter.signIn.execute(anAttempt())).user).to.deep.equal(user);
  });

  it('gives the user an account "Main", which is the default', async () => {
    const { id } = await blotter.registerUser.execute(DRAFT, stranger(CLIENT));
    const { rows } = await blotter.listAccounts.execute({ userId: id, role: 'user' }, { limit: 10, after: null });
    expect(rows).to.deep.equal([
      {
        id: countedId(2),
        name: 'Main',
        currency: 'USD',
        kind: null,
        version: 1,
        created_at: NOW.toISOString(),
        updated_at: NOW.toISOString(),
      },
    ]);
    expect(await blotter.accounts.findDefault(id)).to.equal(countedId(2));
  });

  it('asks the user by mail to confirm the address', async () => {
    await blotter.registerUser.execute({ ...DRAFT, email: 'Ada@Example.com' }, stranger(CLIENT));
    const mails = await mailsTo(blotter, 'ada@example.com');
    expect(subjectsOf(mails)).to.deep.equal(['Confirm your e-mail address for Blotter']);
  });

  it('keeps a hash of the password, and not the password', async () => {
    await blotter.registerUser.execute(DRAFT, stranger(CLIENT));
    const known = await blotter.users.findCredentials(DRAFT.email);
    expect(known?.passwordHash).not.to.include(PASSWORD);
    expect(await blotter.hasher.verify(PASSWORD, known!.passwordHash)).to.equal(true);
    expect(JSON.stringify(known?.user)).not.to.include(known!.passwordHash);
  });

  it('by an operator can give another role', async () => {
    expect((await blotter.registerUser.execute(DRAFT, stranger(CLIENT), 'admin')).role).to.equal('admin');
  });
});
