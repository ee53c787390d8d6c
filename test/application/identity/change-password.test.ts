import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import { aBlotter, anActor, anAttempt, type Blotter, NEW_PASSWORD, PASSWORD } from '#test/application/blotter.ts';
import { mailsTo } from '#test/application/mails.ts';
import { refusalCodeOf, violationsOf } from '#test/application/refusals.ts';
import { aBrowserOf, aProgramOf, aTokenOf, type Key, letIn, signedInBy } from './signed-in.ts';

describe('A new password of one’s own', () => {
  let blotter: Blotter;
  let ada: Acting;
  let browser: Key;
  let phone: Key;
  let program: Key;
  let token: Key;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    browser = await aBrowserOf(blotter, ada);
    phone = await aBrowserOf(blotter, ada);
    program = await aProgramOf(blotter, ada);
    token = await aTokenOf(blotter, ada);
    // Each is remembered now.
    expect(await letIn(browser, phone, program, token)).not.to.include(false);
  });

  const change = async (by: Key, password = NEW_PASSWORD) =>
    blotter.changeProfile.execute(await signedInBy(by), { password, currentPassword: PASSWORD }, '192.0.2.1');

  it('is refused when it is weak', async () => {
    for (const password of ['short', 'QWERTYUIOP', 'Blotter!', 'ada@example.com'])
      expect(await violationsOf(change(browser, password)), password).to.deep.equal(['password PASSWORD_WEAK']);
    await blotter.signIn.execute(anAttempt());
  });

  it('ends every other session and login at once, and neither the one that asks nor personal access tokens', async () => {
    await change(browser);
    expect(await letIn(browser, phone, program, token)).to.deep.equal([true, false, false, true]);
  });

  it('that a program asks for leaves the program signed in, and no browser', async () => {
    await change(program);
    expect(await letIn(browser, phone, program, token)).to.deep.equal([false, false, true, true]);
  });

  it('ends nobody else’s session', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const hers = [await aBrowserOf(blotter, bea), await aProgramOf(blotter, bea)];
    await change(browser);
    expect(await letIn(...hers)).to.deep.equal([true, true]);
  });

  it('takes the place of the old one', async () => {
    await change(browser);
    expect((await blotter.signIn.execute(anAttempt({ password: NEW_PASSWORD }))).user.id).to.equal(ada.userId);
    expect(await refusalCodeOf(blotter.signIn.execute(anAttempt()))).to.equal('BAD_CREDENTIALS');
  });

  it('is told to its owner by mail', async () => {
    await change(browser);
    const told = (await mailsTo(blotter, 'ada@example.com')).at(-1)!;
    expect([told.subject, told.action]).to.deep.equal(['Your Blotter password was changed', null]);
  });
});
