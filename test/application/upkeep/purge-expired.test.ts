import { expect } from 'chai';
import { aBlotter, anActor, CLIENT, letPass } from '#test/application/blotter.ts';
import { proofOf } from '#test/application/identity/signed-in.ts';
import { aBuy, ImportOffice, ownFile } from '#test/application/imports/import-office.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { workOff } from '#test/application/work-off.ts';

const DAY = 86_400_000;

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

  it('deletes a file 30 days after anybody has done something with it, unless it was committed', async () => {
    const blotter = aBlotter();
    const ada = await anActor(blotter);
    const office = new ImportOffice(blotter, ada);
    const [forgotten, corrected, committed] = [
      await office.bring(ownFile(aBuy('1'))),
      await office.bring(ownFile(aBuy('2'))),
      await office.bring(ownFile(aBuy('3'))),
    ];
    await office.commit(committed.id);
    letPass(blotter, 20 * DAY);
    await blotter.changeImport.correct(ada, corrected.id, { corrections: {} });
    await workOff(blotter);
    letPass(blotter, 10 * DAY);
    await blotter.purgeExpired.execute();
    expect(await refusalCodeOf(office.find(forgotten.id))).to.equal('NOT_FOUND');
    expect(await office.commit(corrected.id)).to.include({ created: 1 });
    letPass(blotter, 1_000 * DAY);
    await blotter.purgeExpired.execute();
    for (const { id } of [corrected, committed]) expect(await office.undo(id)).to.deep.equal({ removed: 1 });
  });
});
