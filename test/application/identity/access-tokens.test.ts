import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import { aBlotter, anActor, type Blotter, CLIENT, letPass } from '#test/application/blotter.ts';
import { proofOf } from './signed-in.ts';

describe('An access token of a login', () => {
  let blotter: Blotter;
  let ada: Acting;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
  });

  const issue = async (userId = ada.userId) =>
    (await blotter.issueAccessToken.execute(await proofOf(blotter, userId), CLIENT)).secret;

  it('that was never given lets nobody in', async () => {
    await issue();
    for (const secret of ['', 'blt_', blotter.secrets.next()])
      expect(await blotter.authenticate.byToken(secret), secret).to.equal(null);
  });

  it('is dead at once when it is revoked, and the others live', async () => {
    const [dead, alive] = [await issue(), await issue()];
    expect(await blotter.authenticate.byToken(dead)).to.include({ userId: ada.userId });
    await blotter.revokeAccessToken.execute(ada, dead);
    await blotter.revokeAccessToken.execute(ada, dead);
    expect(await blotter.authenticate.byToken(dead)).to.equal(null);
    expect(await blotter.authenticate.byToken(alive)).to.include({ userId: ada.userId });
  });

  it('lives for the seconds that its owner is told, and no longer', async () => {
    const { secret, expiresInSeconds } = await blotter.issueAccessToken.execute(
      await proofOf(blotter, ada.userId),
      CLIENT,
    );
    expect(expiresInSeconds).to.equal(30 * 24 * 3600);
    letPass(blotter, expiresInSeconds * 1000);
    expect(await blotter.authenticate.byToken(secret)).to.equal(null);
    letPass(blotter, -1);
    expect(await blotter.authenticate.byToken(secret)).to.include({ userId: ada.userId });
  });

  it('is not prolonged by its use', async () => {
    const { secret, expiresInSeconds } = await blotter.issueAccessToken.execute(
      await proofOf(blotter, ada.userId),
      CLIENT,
    );
    for (const _ of [1, 2]) {
      letPass(blotter, (expiresInSeconds * 1000) / 2 - 1);
      expect(await blotter.authenticate.byToken(secret)).to.include({ userId: ada.userId });
    }
    letPass(blotter, 2);
    expect(await blotter.authenticate.byToken(secret)).to.equal(null);
  });

  it('tells who it is and in what role, and is narrowed to nothing', async () => {
    const eva = await anActor(blotter, { email: 'eva@example.com' }, 'auditor');
    expect(await blotter.authenticate.byToken(await issue(eva.userId))).to.include({
      userId: eva.userId,
      role: 'auditor',
      scopes: null,
      accountIds: null,
    });
  });

  it('is another one each time', async () => {
    expect(await issue()).not.to.equal(await issue());
  });

  it('is one of a hundred: one more, and the oldest is dead at once', async () => {
    const [first, second] = [await issue(), await issue()];
    for (let login = 2; login < 100; login += 1) await issue();
    expect(await blotter.authenticate.byToken(first)).to.include({ userId: ada.userId });
    await issue();
    expect(await blotter.authenticate.byToken(first)).to.equal(null);
    expect(await blotter.authenticate.byToken(second)).to.include({ userId: ada.userId });
  });
});
