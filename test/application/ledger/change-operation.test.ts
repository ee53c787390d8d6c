import { expect } from 'chai';
import type { Actor } from '#application/identity/actor.ts';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { ExpectedVersion } from '#application/ledger/revise-operation.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { aBlotter, anActor, type Blotter } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { refusalCodeOf, refusalOf, violationsOf } from '#test/application/refusals.ts';
import { booked, historyOf } from './booked.ts';

describe('The change of an operation', () => {
  let blotter: Blotter;
  let ada: Actor;
  let bea: Actor;
  let operation: Operation;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    bea = await anActor(blotter, { email: 'bea@example.com' }, 'admin');
    operation = await booked(blotter, ada);
    blotter.clock.advance(60_000);
  });

  const change = (patch: OperationDraft, expected: ExpectedVersion = 'any', actor = ada, id = operation.id) =>
    blotter.changeOperation.execute(actor, id, patch, expected);
  const found = () => blotter.findOperation.execute(ada, operation.id);

  it('is refused to an auditor, also of what is not there', async () => {
    const eva = { userId: ada.userId, role: 'auditor' } as const;
    for (const id of [operation.id, countedId(99)])
      expect(await refusalCodeOf(change({}, 'any', eva, id))).to.equal('FORBIDDEN');
  });

  it('is refused when there is no such operation, or it is somebody else’s, in the same words', async () => {
    const refusals = [await refusalOf(change({}, 'any', ada, countedId(99))), await refusalOf(change({}, 'any', bea))];
    expect(refusals.map(({ code, message }) => [code, message])).to.deep.equal([
      ['NOT_FOUND', 'There is no such operation.'],
      ['NOT_FOUND', 'There is no such operation.'],
    ]);
  });

  it('is refused when it speaks of other versions than the present one', async () => {
    await change({ note: 'second' });
    for (const expected of [[1], [3], [1, 3], []])
      expect(await refusalCodeOf(change({ note: 'third' }, expected))).to.equal('STALE_VERSION');
    expect(await found()).to.include({ note: 'second', version: 2 });
  });

  it('is refused as stale before its faults are told, as they may be of another version', async () => {
    expect(await refusalCodeOf(change({ quantity: 'x' }, [7]))).to.equal('STALE_VERSION');
  });

  it('is refused with all its faults at once, and changes nothing', async () => {
    expect(await violationsOf(change({ quantity: 'x', price: null, note: 'n' }))).to.deep.equal([
      'quantity INVALID_FORMAT',
      'price REQUIRED',
    ]);
    expect(await found()).to.deep.equal(operationRow(operation));
  });

  it('is refused into an account of somebody else, and into a taken external id', async () => {
    const accountId = await blotter.accounts.findDefault(bea.userId);
    expect(await refusalCodeOf(change({ accountId }))).to.equal('NOT_FOUND');
    const { id } = await booked(blotter, ada, { externalId: '42' });
    const { code, facts } = await refusalOf(change({ externalId: '42' }));
    expect([code, facts]).to.deep.equal(['ALREADY_EXISTS', { id }]);
    expect(await found()).to.deep.equal(operationRow(operation));
  });

  it('that speaks of the present version, among others or of any, is made', async () => {
    await change({ note: 'a' }, [1]);
    await change({ note: 'b' }, [1, 2]);
    await change({ note: 'c' }, 'any');
    expect(await found()).to.include({ note: 'c', version: 4 });
  });

  it('changes the given fields, clears with null, and gives back what it made', async () => {
    const changed = await change({ quantity: '2', instrumentType: null });
    expect(operationRow(changed)).to.deep.equal({
      ...operationRow(operation),
      quantity: '2',
      instrument_type: null,
      version: 2,
      updated_at: '2026-11-24T09:31:00.000Z',
    });
    expect(await found()).to.deep.equal(operationRow(changed));
  });

  it('tells in the history who changed what, when', async () => {
    await change({ quantity: '2' });
    const { rows } = await blotter.readOperationHistory.execute(ada, operation.id, { limit: 5, afterVersion: 1 });
    expect(rows).to.deep.equal([
      {
        version: 2,
        action: 'changed',
        changed_by: ada.userId,
        changed_at: '2026-11-24T09:31:00.000Z',
        changes: [{ field: 'quantity', old: '10', new: '2' }],
      },
    ]);
  });

  it('that changes nothing makes no version and no history', async () => {
    for (const patch of [{}, { quantity: '10.0' }]) expect((await change(patch, [1])).version).to.equal(1);
    expect(await found()).to.deep.equal(operationRow(operation));
    expect(await historyOf(blotter, ada, operation.id)).to.deep.equal(['1 created']);
  });

  it('is not lost among others that come at once', async () => {
    const tags = ['a', 'b', 'c', 'd'];
    await Promise.all(tags.map((tag) => change({ note: tag })));
    expect(await found()).to.include({ version: 5 });
    expect(await historyOf(blotter, ada, operation.id)).to.deep.equal([
      '1 created',
      '2 changed',
      '3 changed',
      '4 changed',
      '5 changed',
    ]);
  });

  it('is made once of many that speak of one version', async () => {
    const ends = await Promise.allSettled(['a', 'b', 'c'].map((note) => change({ note }, [1])));
    expect(ends.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected', 'rejected']);
    expect(await found()).to.include({ version: 2 });
  });
});
