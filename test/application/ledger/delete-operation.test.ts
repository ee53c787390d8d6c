import { expect } from 'chai';
import type { Actor } from '#application/identity/actor.ts';
import type { ExpectedVersion } from '#application/ledger/revise-operation.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { changesBetween } from '#domain/ledger/operation-changes.ts';
import { aBlotter, anActor, type Blotter } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { booked } from './booked.ts';

describe('The deletion of an operation', () => {
  let blotter: Blotter;
  let ada: Actor;
  let operation: Operation;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    operation = await booked(blotter, ada, { externalId: '42' });
    blotter.clock.advance(60_000);
  });

  const remove = (expected: ExpectedVersion = 'any', actor = ada, id = operation.id) =>
    blotter.deleteOperation.execute(actor, id, expected);

  it('is refused to an auditor', async () => {
    expect(await refusalCodeOf(remove('any', { ...ada, role: 'auditor' }))).to.equal('FORBIDDEN');
  });

  it('is refused when there is no such operation, any more, or it is somebody else’s', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' }, 'admin');
    expect(await refusalCodeOf(remove('any', ada, countedId(99)))).to.equal('NOT_FOUND');
    expect(await refusalCodeOf(remove('any', bea))).to.equal('NOT_FOUND');
    await remove();
    expect(await refusalCodeOf(remove())).to.equal('NOT_FOUND');
  });

  it('is refused when it speaks of another version', async () => {
    expect(await refusalCodeOf(remove([2]))).to.equal('STALE_VERSION');
    expect(await blotter.findOperation.execute(ada, operation.id)).to.include({ version: 1 });
  });

  it('leaves the history, with what was deleted at its end', async () => {
    await remove([1]);
    expect(await refusalCodeOf(blotter.findOperation.execute(ada, operation.id))).to.equal('NOT_FOUND');
    const { rows } = await blotter.readOperationHistory.execute(ada, operation.id, { limit: 5, afterVersion: 1 });
    expect(rows).to.deep.equal([
      {
        version: 2,
        action: 'deleted',
        changed_by: ada.userId,
        changed_at: '2026-11-24T09:31:00.000Z',
        changes: changesBetween(operation, null),
      },
    ]);
  });

  it('lets another operation have its external id', async () => {
    await remove();
    expect((await booked(blotter, ada, { externalId: '42' })).version).to.equal(1);
  });
});
