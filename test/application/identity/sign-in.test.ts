import { expect } from 'chai';
import type { SignInAttempt } from '#application/identity/sign-in.ts';
import { Refusal } from '#application/refusal.ts';
import { User } from '#domain/identity/user.ts';
import { aBlotter, anActor, anAttempt, type Blotter, NEW_PASSWORD, PASSWORD } from '#test/application/blotter.ts';
import { outdatedHash } from '#test/application/doubles/quick-password-hasher.ts';
import { refusalCodeOf, refusalOf } from '#test/application/refusals.ts';
import { aUser } from '#test/domain/builders.ts';

describe('A sign-in', () => {
  let blotter: Blotter;
  beforeEach(async () => {
    blotter = aBlotter();
    await anActor(blotter);
    const disabled = User.restore({ ...aUser(), email: 'off@example.com', isActive: false });
    const passwordHash = await blotter.hasher.hash(PASSWORD);
    await blotter.unitOfWork.run(({ users }) => users.add(disabled, passwordHash));
    blotter.hasher.hashes = 0;
  });

  const signIn = (attempt: Partial<SignInAttempt> = {}) => blotter.signIn.execute(anAttempt(attempt));

  for (const [who, email, password] of [
    ['nobody', 'nobody@example.com', PASSWORD],
    ['somebody with a wrong password', 'ada@example.com', 'wrong horse battery'],
    ['somebody disabled', 'off@example.com', PASSWORD],
    ['nobody without an address', '', ''],
    ['somebody whose address holds what no database takes', 'ada\0@example.com', PASSWORD],
  ] as const) {
    it(`of ${who} is refused in the same words and at the same cost of one hash`, async () => {
      const { code, message, facts } = await refusalOf(signIn({ email, password }));
      expect([code, message, facts]).to.deep.equal([
        'BAD_CREDENTIALS',
        'The e-mail address or the password is wrong.',
        {},
      ]);
      expect(blotter.hasher.hashes).to.equal(1);
    });
  }

  it('takes the password as it is, white space and all', async () => {
    expect(await refusalCodeOf(signIn({ password: `${PASSWORD} ` }))).to.equal('BAD_CREDENTIALS');
  });

  it('takes the whole password: one that differs in its last sign is another one', async () => {
    const password = 'x'.repeat(80);
    await anActor(blotter, { email: 'bea@example.com', password });
    const other = signIn({ email: 'bea@example.com', password: `${'x'.repeat(79)}y` });
    expect(await refusalCodeOf(other)).to.equal('BAD_CREDENTIALS');
    expect((await signIn({ email: 'bea@example.com', password })).user.email).to.equal('bea@example.com');
  });

  it('knows the user by the address in any case', async () => {
    for (const email of ['ada@example.com', ' Ada@EXAMPLE.com '])
      expect((await signIn({ email })).user.email).to.equal('ada@example.com');
    expect(blotter.hasher.hashes).to.equal(2);
  });

  it('asks for no other password after years', async () => {
    blotter.clock.advance(10 * 365 * 24 * 3_600_000);
    expect((await signIn()).user.email).to.equal('ada@example.com');
  });

  describe('with a stored hash of a weaker kind', () => {
    let old: string;
    beforeEach(async () => {
      old = outdatedHash(PASSWORD);
      await keep(old);
    });

    const keep = (passwordHash: string) =>
      blotter.unitOfWork.run(async ({ users }) => {
        await users.changePassword((await users.findByEmail('ada@example.com'))!.id, passwordHash);
      });
    const kept = async () => (await blotter.users.findCredentials('ada@example.com'))?.passwordHash;

    it('leaves it as it is when the password is wrong', async () => {
      expect(await refusalCodeOf(signIn({ password: NEW_PASSWORD }))).to.equal('BAD_CREDENTIALS');
      expect(await kept()).to.equal(old);
    });

    it('leaves alone what has taken its place meanwhile, and is refused', async () => {
      const { hash } = blotter.hasher;
      const another = await blotter.hasher.hash(NEW_PASSWORD);
      blotter.hasher.hash = async (password) => {
        await keep(another);
        return hash.call(blotter.hasher, password);
      };
      expect(await refusalCodeOf(signIn())).to.equal('BAD_CREDENTIALS');
      expect(await kept()).to.equal(another);
    });

    it('leaves it for the next time when too many hashes wait already', async () => {
      blotter.hasher.hash = () => Promise.reject(new Refusal('OVERLOADED', 'Come back.'));
      blotter.hasher.verify = async () => true;
      expect((await signIn()).user.email).to.equal('ada@example.com');
      expect(await kept()).to.equal(old);
    });

    it('makes it anew, of the same password', async () => {
      await signIn();
      expect(await kept()).to.equal(await blotter.hasher.hash(PASSWORD));
      await signIn();
    });
  });

  it('writes nothing when the hash is of today’s kind', async () => {
    await signIn();
    expect(blotter.hasher.hashes).to.equal(1);
  });
});
