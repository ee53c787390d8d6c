import { expect } from 'chai';
import type { Actor } from '#application/identity/actor.ts';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { ExpectedVersion } from '#application/ledger/revise-operation.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { aBlotter, anActor, type Blotter, doneOf } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { refusalCodeOf, violationsOf } from '#test/application/refusals.ts';
import { anOperationDraft } from '#test/domain/builders.ts';
import { booked, historyOf } from './booked.ts';

describe('The replacement of an operation', () => {
  let blotter: Blotter;
  let ada: Actor;
  let operation: Operation;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    operation = await booked(blotter, ada, { note: 'n', tags: ['a'] });
  });

  const replace = (draft: OperationDraft, expected: ExpectedVersion = 'any', actor = ada, id = operation.id) =>
    blotter.replaceOperation.execute(actor, id, draft, expected);
  const found = () => blotter.findOperation.execute(ada, operation.id);

  it('is refused to an auditor', async () => {
    const eva = { userId: ada.userId, role: 'auditor' } as const;
    expect(await refusalCodeOf(replace(anOperationDraft(), 'any', eva))).to.equal('FORBIDDEN');
  });

  it('never makes an operation that is not there, nor touches somebody else’s', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    expect(await refusalCodeOf(replace(anOperationDraft(), 'any', ada, countedId(99)))).to.equal('NOT_FOUND');
    expect(await refusalCodeOf(replace(anOperationDraft(), 'any', bea))).to.equal('NOT_FOUND');
    expect(await blotter.operations.find(ada.userId, countedId(99))).to.equal(null);
  });

  it('is refused when it speaks of another version', async () => {
    expect(await refusalCodeOf(replace(anOperationDraft(), [2]))).to.equal('STALE_VERSION');
  });

  it('is refused like a new operation', async () => {
    expect(await violationsOf(replace({ type: 'deposit' }))).to.deep.equal([
      'date REQUIRED',
      'payment REQUIRED',
      'currency REQUIRED',
    ]);
    expect(await found()).to.deep.equal(operationRow(operation));
  });

  it('clears what it leaves out, and keeps when the operation was booked', async () => {
    blotter.clock.advance(60_000);
    const replaced = await replace(anOperationDraft({ quantity: '3' }), [1]);
    expect(operationRow(replaced)).to.deep.equal({
      ...operationRow(operation),
      quantity: '3',
      note: null,
      tags: [],
      version: 2,
      updated_at: '2026-11-24T09:31:00.000Z',
    });
    expect(await found()).to.deep.equal(operationRow(replaced));
    expect(await historyOf(blotter, ada, operation.id)).to.deep.equal(['1 created', '2 replaced']);
  });

  it('goes to the default account unless it names one', async () => {
    const second = doneOf(await blotter.openAccount.execute(ada, { name: 'Second', currency: 'USD' }, null));
    const moved = await replace(anOperationDraft({ accountId: second.id }));
    expect(moved.fields.accountId).to.equal(second.id);
    expect((await replace(anOperationDraft())).fields.accountId).to.equal(operation.fields.accountId);
  });

  it('by the same makes no version', async () => {
    const same = anOperationDraft({ note: 'n', tags: ['a'] });
    expect((await replace(same, [1])).version).to.equal(1);
    expect(await historyOf(blotter, ada, operation.id)).to.deep.equal(['1 created']);
  });
});
