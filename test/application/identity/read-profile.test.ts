import { expect } from 'chai';
import { aBlotter, anActor } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';

describe('A profile', () => {
  it('of somebody who is gone is not found', async () => {
    const gone = { userId: countedId(99), role: 'user' } as const;
    expect(await refusalCodeOf(aBlotter().readProfile.execute(gone))).to.equal('NOT_FOUND');
  });

  it('is that of who asks', async () => {
    const blotter = aBlotter();
    const [ada, bea] = [await anActor(blotter), await anActor(blotter, { email: 'bea@example.com' }, 'admin')];
    expect((await blotter.readProfile.execute(ada)).email).to.equal('ada@example.com');
    expect((await blotter.readProfile.execute(bea)).email).to.equal('bea@example.com');
  });
});
