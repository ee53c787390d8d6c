import { expect } from 'chai';
import { User } from '#domain/identity/user.ts';
import { aBlotter, anActor, type Blotter, PASSWORD } from '#test/application/blotter.ts';
import { refusalOf } from '#test/application/refusals.ts';
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

  for (const [who, email, password] of [
    ['nobody', 'nobody@example.com', PASSWORD],
    ['somebody with a wrong password', 'ada@example.com', 'wrong horse battery'],
    ['somebody disabled', 'off@example.com', PASSWORD],
    ['nobody without an address', '', ''],
  ] as const) {
    it(`of ${who} is refused in the same words and at the same cost of one hash`, async () => {
      const { code, message, facts } = await refusalOf(blotter.signIn.execute(email, password));
      expect([code, message, facts]).to.deep.equal([
        'BAD_CREDENTIALS',
        'The e-mail address or the password is wrong.',
        {},
      ]);
      expect(blotter.hasher.hashes).to.equal(1);
    });
  }

  it('knows the user by the address in any case', async () => {
    for (const email of ['ada@example.com', ' Ada@EXAMPLE.com '])
      expect((await blotter.signIn.execute(email, PASSWORD)).email).to.equal('ada@example.com');
    expect(blotter.hasher.hashes).to.equal(2);
  });

  it('takes the password as it is, white space and all', async () => {
    expect((await refusalOf(blotter.signIn.execute('ada@example.com', `${PASSWORD} `))).code).to.equal(
      'BAD_CREDENTIALS',
    );
  });
});
