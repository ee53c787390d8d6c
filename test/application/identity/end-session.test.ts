import { expect } from 'chai';
import { type Acting, doerOf } from '#application/identity/doers.ts';
import { aBlotter, anActor, type Blotter } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { aBrowserOf, aProgramOf, aTokenOf, type Key, letIn, signedInBy } from './signed-in.ts';

describe('The end of a session', () => {
  let blotter: Blotter;
  let ada: Acting;
  let bea: Acting;
  let admin: Acting;
  let browser: Key;
  let phone: Key;
  let program: Key;
  let token: Key;
  let hers: readonly [Key, Key, Key];
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    bea = await anActor(blotter, { email: 'bea@example.com' });
    admin = await anActor(blotter, { email: 'root@example.com' }, 'admin');
    browser = await aBrowserOf(blotter, ada);
    phone = await aBrowserOf(blotter, ada);
    program = await aProgramOf(blotter, ada);
    token = await aTokenOf(blotter, ada);
    hers = [await aBrowserOf(blotter, bea), await aProgramOf(blotter, bea), await aTokenOf(blotter, bea)];
    // Each is remembered now.
    expect(await letIn(browser, phone, program, token, ...hers)).not.to.include(false);
  });

  const adas = () => letIn(browser, phone, program, token);
  const beas = () => letIn(...hers);

  it('that never was, is over, is somebody else’s or a personal access token’s is not found', async () => {
    await blotter.endSession.one(ada.userId, phone.id, doerOf(ada));
    for (const id of [countedId(99), phone.id, hers[0].id, hers[1].id, token.id])
      expect(await refusalCodeOf(blotter.endSession.one(ada.userId, id, doerOf(ada))), id).to.equal('NOT_FOUND');
    expect([await adas(), await beas()]).to.deep.equal([
      [true, false, true, true],
      [true, true, true],
    ]);
  });

  it('of somebody else or of everybody is for an admin', async () => {
    for (const actor of [ada, { ...ada, role: 'auditor' } as const]) {
      expect(await refusalCodeOf(blotter.endSession.allOf(actor, ada.userId))).to.equal('FORBIDDEN');
      expect(await refusalCodeOf(blotter.endSession.ofEverybody(actor))).to.equal('FORBIDDEN');
    }
    expect(await adas()).not.to.include(false);
  });

  it('of nobody is not found by an admin', async () => {
    expect(await refusalCodeOf(blotter.endSession.allOf(admin, countedId(99)))).to.equal('NOT_FOUND');
  });

  it('is at once: in a browser as for a program', async () => {
    await blotter.endSession.one(ada.userId, browser.id, doerOf(ada));
    await blotter.endSession.one(ada.userId, program.id, doerOf(ada));
    expect(await adas()).to.deep.equal([false, true, false, true]);
  });

  it('of all others leaves the one that asks, browser or program, and the personal access tokens', async () => {
    await blotter.endSession.others(await signedInBy(phone));
    expect(await adas()).to.deep.equal([false, true, false, true]);
    const another = await aProgramOf(blotter, ada);
    await blotter.endSession.others(await signedInBy(another));
    expect(await letIn(phone, another, token)).to.deep.equal([false, true, true]);
    expect(await beas()).to.deep.equal([true, true, true]);
  });

  it('of all others, asked with a personal access token, ends every session', async () => {
    await blotter.endSession.others(await signedInBy(token));
    expect(await adas()).to.deep.equal([false, false, false, true]);
  });

  it('of all ends the one that asks too', async () => {
    await blotter.endSession.all(ada);
    expect([await adas(), await beas()]).to.deep.equal([
      [false, false, false, true],
      [true, true, true],
    ]);
  });

  it('of one user by an admin leaves everybody else’s', async () => {
    await blotter.endSession.allOf(admin, ada.userId);
    expect([await adas(), await beas()]).to.deep.equal([
      [false, false, false, true],
      [true, true, true],
    ]);
  });

  it('of everybody by an admin ends every session and login, their own too, and no personal access token', async () => {
    const own = await aBrowserOf(blotter, admin);
    await blotter.endSession.ofEverybody(admin);
    expect([await adas(), await beas(), await letIn(own)]).to.deep.equal([
      [false, false, false, true],
      [false, false, true],
      [false],
    ]);
  });
});
