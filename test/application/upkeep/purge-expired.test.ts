import { expect } from 'chai';
import { aBlotter, anActor, CLIENT } from '#test/application/blotter.ts';
import { proofOf } from '#test/application/identity/signed-in.ts';

describe('A purge', () => {
  it('deletes what has expired by now, and says how much that was', async () => {
    const blotter = aBlotter();
    const { userId } = await anActor(blotter);
    const { expiresInSeconds } = await blotter.issueAccessToken.execute(await proofOf(blotter, userId), CLIENT);
    blotter.clock.advance(expiresInSeconds * 1000 - 1);
    expect(await blotter.purgeExpired.execute()).to.equal(0);
    blotter.clock.advance(1);
    expect(await blotter.purgeExpired.execute()).to.equal(1);
  });
});
