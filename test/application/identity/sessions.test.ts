import { expect } from 'chai';
import type { Actor } from '#application/identity/actor.ts';
import { User } from '#domain/identity/user.ts';
import { aBlotter, anActor, type Blotter } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { aUser } from '#test/domain/builders.ts';

describe('A session', () => {
  let blotter: Blotter;
  let ada: Actor;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
  });

  it('of somebody unknown or disabled lets nobody in', async () => {
    const disabled = User.restore({ ...aUser(), email: 'off@example.com', isActive: false });
    await blotter.unitOfWork.run(({ users }) => users.add(disabled, 'hash'));
    expect(await blotter.authenticate.bySession(disabled.id, 1)).to.equal(null);
    expect(await blotter.authenticate.bySession(countedId(99), 1)).to.equal(null);
  });

  it('of another epoch is over', async () => {
    for (const epoch of [0, 2]) expect(await blotter.authenticate.bySession(ada.userId, epoch)).to.equal(null);
  });

  it('of the present epoch tells who it is', async () => {
    expect(await blotter.authenticate.bySession(ada.userId, 1)).to.include(ada);
  });
});
