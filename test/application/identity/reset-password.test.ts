import { expect } from 'chai';
import type { Actor } from '#application/identity/actor.ts';
import { aBlotter, anActor, type Blotter, PASSWORD } from '#test/application/blotter.ts';
import { refusalCodeOf, violationsOf } from '#test/application/refusals.ts';

const NEW_PASSWORD = 'another horse battery';

describe('A new password from the operator', () => {
  let blotter: Blotter;
  let ada: Actor;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
  });

  const issue = async ({ userId }: Actor) => (await blotter.issueAccessToken.execute(userId)).secret;

  it('is refused with all its faults at once, and costs no hash', async () => {
    blotter.hasher.hashes = 0;
    expect(await violationsOf(blotter.resetPassword.execute('ada', 'short'))).to.deep.equal([
      'email INVALID_FORMAT',
      'password PASSWORD_WEAK',
    ]);
    expect(
      await violationsOf(blotter.resetPassword.execute('battery@example.com', 'battery@example.com')),
    ).to.deep.equal(['password PASSWORD_WEAK']);
    expect(blotter.hasher.hashes).to.equal(0);
  });

  it('is refused for an address that nobody has', async () => {
    const refused = blotter.resetPassword.execute('nobody@example.com', NEW_PASSWORD);
    expect(await refusalCodeOf(refused)).to.equal('NOT_FOUND');
  });

  it('takes the place of the old one', async () => {
    await blotter.resetPassword.execute(' ADA@example.com', NEW_PASSWORD);
    expect((await blotter.signIn.execute('ada@example.com', NEW_PASSWORD)).id).to.equal(ada.userId);
    expect(await refusalCodeOf(blotter.signIn.execute('ada@example.com', PASSWORD))).to.equal('BAD_CREDENTIALS');
  });

  it('ends every session and token of that user at once, also those that are remembered, and of nobody else', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const [first, second, hers] = [await issue(ada), await issue(ada), await issue(bea)];
    const whoIs = async () => [
      await blotter.authenticate.byToken(first),
      await blotter.authenticate.byToken(second),
      await blotter.authenticate.bySession(ada.userId, 1),
      (await blotter.authenticate.byToken(hers))?.userId,
      (await blotter.authenticate.bySession(bea.userId, 1))?.userId,
    ];
    expect(await whoIs()).not.to.include(null);
    await blotter.resetPassword.execute('ada@example.com', NEW_PASSWORD);
    expect(await whoIs()).to.deep.equal([null, null, null, bea.userId, bea.userId]);
  });

  it('begins the next epoch of sessions', async () => {
    await blotter.resetPassword.execute('ada@example.com', NEW_PASSWORD);
    expect((await blotter.signIn.execute('ada@example.com', NEW_PASSWORD)).sessionEpoch).to.equal(2);
    expect(await blotter.authenticate.bySession(ada.userId, 2)).to.include(ada);
  });
});
