import { expect } from 'chai';
import type { Actor } from '#application/identity/actor.ts';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { WantedOperations } from '#application/ledger/wanted-operations.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { aBlotter, anActor, type Blotter, doneOf } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { booked, historyOf } from './booked.ts';

describe('The operations of a ledger', () => {
  let blotter: Blotter;
  let ada: Actor;
  let bea: Actor;
  let eva: Actor;
  let operation: Operation;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    bea = await anActor(blotter, { email: 'bea@example.com' });
    eva = await anActor(blotter, { email: 'eva@example.com' }, 'auditor');
    operation = await booked(blotter, ada);
  });

  const list = (actor: Actor, filter: WantedOperations = {}, userId?: string) =>
    blotter.listOperations.execute(actor, { filter, newestFirst: true, limit: 2, after: null }, userId);
  const find = (actor: Actor, id: string, userId?: string) => blotter.findOperation.execute(actor, id, userId);
  const history = (actor: Actor, id: string, afterVersion = 0, userId?: string) =>
    blotter.readOperationHistory.execute(actor, id, { limit: 2, afterVersion }, userId);

  it('are not read for somebody else by a plain user', async () => {
    for (const read of [
      () => list(bea, {}, ada.userId),
      () => find(bea, operation.id, ada.userId),
      () => history(bea, operation.id, 0, ada.userId),
    ])
      expect(await refusalCodeOf(read())).to.equal('FORBIDDEN');
  });

  it('are not found when they are somebody else’s, or never were', async () => {
    expect(await list(bea)).to.deep.equal({ rows: [], more: false });
    for (const [actor, id] of [
      [bea, operation.id],
      [eva, operation.id],
      [ada, countedId(99)],
    ] as const) {
      expect(await refusalCodeOf(find(actor, id))).to.equal('NOT_FOUND');
      expect(await refusalCodeOf(history(actor, id))).to.equal('NOT_FOUND');
    }
  });

  it('of an account are not found when the account is somebody else’s or never was', async () => {
    const hers = await blotter.accounts.findDefault(bea.userId);
    for (const accountId of [hers!, countedId(99)])
      expect(await refusalCodeOf(list(ada, { accountId }))).to.equal('NOT_FOUND');
  });

  it('of an empty account are none', async () => {
    const { id } = doneOf(await blotter.openAccount.execute(ada, { name: 'Second', currency: 'USD' }, null));
    expect(await list(ada, { accountId: id })).to.deep.equal({ rows: [], more: false });
  });

  it('are read by an auditor or an admin for whom they name, and only then', async () => {
    const row = operationRow(operation);
    for (const reader of [eva, { ...eva, role: 'admin' } as const]) {
      expect((await list(reader, {}, ada.userId)).rows).to.deep.equal([row]);
      expect(await find(reader, operation.id, ada.userId)).to.deep.equal(row);
      expect((await history(reader, operation.id, 0, ada.userId)).rows).to.have.length(1);
      expect((await list(reader)).rows).to.deep.equal([]);
    }
  });

  it('are listed page by page', async () => {
    await booked(blotter, ada, { date: '2026-01-01', note: 'oldest' });
    await booked(blotter, ada, { date: '2026-11-23', note: 'newest' });
    const first = await list(ada);
    expect([first.rows.map(({ note }) => note), first.more]).to.deep.equal([['newest', null], true]);
    const { date, id } = first.rows[1]!;
    const after = { date: new Date(date), id };
    const second = await blotter.listOperations.execute(ada, { filter: {}, newestFirst: true, limit: 2, after });
    expect([second.rows.map(({ note }) => note), second.more]).to.deep.equal([['oldest'], false]);
  });

  it('have a history, which goes on after its last line with nothing', async () => {
    await blotter.changeOperation.execute(ada, operation.id, { note: 'a' }, 'any');
    await blotter.changeOperation.execute(ada, operation.id, { note: 'b' }, 'any');
    const { rows, more } = await history(ada, operation.id);
    expect([rows.map(({ version }) => version), more]).to.deep.equal([[1, 2], true]);
    expect(await history(ada, operation.id, 3)).to.deep.equal({ rows: [], more: false });
    expect(await historyOf(blotter, ada, operation.id)).to.deep.equal(['1 created', '2 changed', '3 changed']);
  });
});
