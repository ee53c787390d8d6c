import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import { aBlotter, anActor, type Blotter, CLIENT, letPass, NEW_PASSWORD } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { aBrowserOf, type Key, letIn, proofOf } from './signed-in.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('A session', () => {
  let blotter: Blotter;
  let ada: Acting;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
  });

  const listed = () => blotter.listCredentials.signedIn(ada);

  it('of somebody unknown or disabled lets nobody in', async () => {
    const browser = await aBrowserOf(blotter, ada);
    await blotter.unitOfWork.run(async ({ users }) =>
      users.save((await users.find(ada.userId))!.kept({ isActive: false })),
    );
    letPass(blotter, 1_001);
    expect(await browser.who()).to.equal(null);
    expect(await blotter.authenticate.bySession(countedId(99), browser.id)).to.equal(null);
  });

  it('does not begin with what was proved before a new password, a disabling or a removal', async () => {
    const proof = await proofOf(blotter, ada.userId);
    const begin = () => blotter.beginSession.execute(proof, CLIENT);
    const issue = () => blotter.issueAccessToken.execute(proof, CLIENT);
    for (const change of [
      () => blotter.resetPassword.execute('ada@example.com', NEW_PASSWORD),
      () => blotter.unitOfWork.run(({ users }) => users.delete(ada.userId)),
    ]) {
      await change();
      for (const sign of [begin, issue]) expect(await refusalCodeOf(sign())).to.equal('BAD_CREDENTIALS');
      expect(await listed()).to.deep.equal([]);
    }
  });

  it('that never was lets nobody in, nor does that of somebody else', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const { id } = await aBrowserOf(blotter, bea);
    for (const session of [id, countedId(99)])
      expect(await blotter.authenticate.bySession(ada.userId, session)).to.equal(null);
  });

  it('ends when it is not used for a week, and not a moment before', async () => {
    const browser = await aBrowserOf(blotter, ada);
    letPass(blotter, 7 * DAY);
    expect(await browser.who()).to.equal(null);
    letPass(blotter, -1);
    expect(await browser.who()).not.to.equal(null);
  });

  it('goes on by being used, and ends after 30 days all the same', async () => {
    const browser = await aBrowserOf(blotter, ada);
    for (let day = 6; day < 30; day += 6) {
      letPass(blotter, 6 * DAY);
      expect(await browser.who(), `day ${day}`).to.include({ userId: ada.userId });
    }
    letPass(blotter, 6 * DAY - 1);
    expect(await browser.who()).to.include({ userId: ada.userId });
    letPass(blotter, 1);
    expect(await browser.who()).to.equal(null);
  });

  it('is not prolonged by looking at the list of sessions', async () => {
    const browser = await aBrowserOf(blotter, ada);
    letPass(blotter, 6 * DAY);
    expect(await listed()).to.have.length(1);
    letPass(blotter, DAY);
    expect(await listed()).to.deep.equal([]);
    expect(await browser.who()).to.equal(null);
  });

  it('was last seen at the minute of its last use', async () => {
    const browser = await aBrowserOf(blotter, ada);
    const seen = async (milliseconds: number) => {
      letPass(blotter, milliseconds);
      await browser.who();
      return (await listed())[0]?.last_seen_at;
    };
    expect(await seen(MINUTE - 1)).to.equal('2026-11-24T09:30:00.000Z');
    expect(await seen(1)).to.equal('2026-11-24T09:31:00.000Z');
    expect(await seen(MINUTE - 1)).to.equal('2026-11-24T09:31:00.000Z');
    expect(await seen(1)).to.equal('2026-11-24T09:32:00.000Z');
  });

  it('more than 50 of one user ends the oldest, of nobody else', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const hers = await aBrowserOf(blotter, bea);
    const browsers: Key[] = [];
    for (let count = 0; count < 52; count += 1) browsers.push(await aBrowserOf(blotter, ada));
    const [first, second, third] = browsers as [Key, Key, Key];
    expect(await letIn(first, second, third, browsers[51]!, hers)).to.deep.equal([false, false, true, true, true]);
    expect(await listed()).to.have.length(50);
  });

  it('is another one at each sign-in', async () => {
    const [one, other] = [await aBrowserOf(blotter, ada), await aBrowserOf(blotter, ada)];
    expect(one.id).not.to.equal(other.id);
    expect(await letIn(one, other)).to.deep.equal([true, true]);
  });

  it('tells who it is, and which session', async () => {
    const browser = await aBrowserOf(blotter, ada);
    const { credential, client: _client, ...who } = (await browser.who())!;
    expect(who).to.deep.equal({ userId: ada.userId, role: 'user', scopes: null, accountIds: null });
    expect(credential).to.include({ kind: 'session', id: browser.id });
  });

  it('goes on under another id, and under the former nobody comes in', async () => {
    const browser = await aBrowserOf(blotter, ada);
    await browser.who();
    const next = await blotter.renewSession.execute(ada.userId, browser.id);
    expect([await browser.who(), await blotter.renewSession.execute(ada.userId, browser.id)]).to.deep.equal([
      null,
      null,
    ]);
    expect(await blotter.authenticate.bySession(ada.userId, next!)).to.include({ userId: ada.userId });
    expect((await blotter.listCredentials.signedIn(ada)).map(({ id }) => id)).to.deep.equal([next]);
  });
});
