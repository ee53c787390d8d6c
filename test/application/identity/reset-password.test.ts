import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import { aBlotter, anActor, anAttempt, type Blotter, NEW_PASSWORD } from '#test/application/blotter.ts';
import { mailsTo, subjectsOf } from '#test/application/mails.ts';
import { refusalCodeOf, violationsOf } from '#test/application/refusals.ts';
import { aBrowserOf, aProgramOf, aTokenOf, letIn } from './signed-in.ts';

describe('A new password from the operator', () => {
  let blotter: Blotter;
  let ada: Acting;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
  });

  const reset = (email = 'ada@example.com', password = NEW_PASSWORD) => blotter.resetPassword.execute(email, password);

  it('is refused with all its faults at once, and costs no hash', async () => {
    blotter.hasher.hashes = 0;
    expect(await violationsOf(reset('ada', 'short'))).to.deep.equal(['email INVALID_FORMAT', 'password PASSWORD_WEAK']);
    for (const password of ['battery@example.com', 'iloveyou', 'blotter1'])
      expect(await violationsOf(reset('battery@example.com', password))).to.deep.equal(['password PASSWORD_WEAK']);
    expect(blotter.hasher.hashes).to.equal(0);
  });

  it('is refused for an address that nobody has', async () => {
    expect(await refusalCodeOf(reset('nobody@example.com'))).to.equal('NOT_FOUND');
  });

  it('takes the place of the old one', async () => {
    await reset(' ADA@example.com');
    expect((await blotter.signIn.execute(anAttempt({ password: NEW_PASSWORD }))).user.id).to.equal(ada.userId);
    expect(await refusalCodeOf(blotter.signIn.execute(anAttempt()))).to.equal('BAD_CREDENTIALS');
  });

  it('ends every session and token of that user at once, also those that are remembered, and of nobody else', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const keys = [await aBrowserOf(blotter, ada), await aProgramOf(blotter, ada), await aTokenOf(blotter, ada)];
    const hers = [await aBrowserOf(blotter, bea), await aProgramOf(blotter, bea), await aTokenOf(blotter, bea)];
    expect(await letIn(...keys, ...hers)).not.to.include(false);
    await reset();
    expect(await letIn(...keys, ...hers)).to.deep.equal([false, false, false, true, true, true]);
  });

  it('lets its user sign in to new sessions', async () => {
    await reset();
    expect(await letIn(await aBrowserOf(blotter, ada))).to.deep.equal([true]);
  });

  it('is told to its owner by mail, without the password', async () => {
    await reset();
    const mails = await mailsTo(blotter, 'ada@example.com');
    expect(subjectsOf(mails).at(-1)).to.equal('Your Blotter password was changed');
    expect(JSON.stringify(mails)).not.to.include(NEW_PASSWORD);
  });
});
