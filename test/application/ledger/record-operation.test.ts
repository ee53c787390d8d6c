import { hash } from 'node:crypto';
import { expect } from 'chai';
import type { Actor } from '#application/identity/actor.ts';
import { operationRow } from '#application/ledger/operation-row.ts';
import type { Repeatable } from '#application/ports/repeatable.ts';
import { User } from '#domain/identity/user.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { aBlotter, anActor, type Blotter, doneOf } from '#test/application/blotter.ts';
import { refusalCodeOf, refusalOf, violationsOf } from '#test/application/refusals.ts';
import { anOperationDraft, aUser, NOW } from '#test/domain/builders.ts';

const whole = { filter: {}, newestFirst: true, limit: 50, after: null };

describe('The recording of an operation', () => {
  let blotter: Blotter;
  let ada: Actor;
  let main: string;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    main = (await blotter.accounts.findDefault(ada.userId))!;
  });

  const record = (draft: OperationDraft = {}, repeatable: Repeatable<Operation> | null = null, actor = ada) =>
    blotter.recordOperation.execute(actor, anOperationDraft(draft), repeatable);
  const withKey = (key: string, request = 'a request'): Repeatable<Operation> => ({
    key,
    fingerprint: hash('sha256', request, 'buffer'),
    answer: (operation) => `booked ${operation.id}`,
  });
  const count = async () => (await blotter.listOperations.execute(ada, whole)).rows.length;

  it('is refused to an auditor, before anything else is looked at', async () => {
    const eva = await anActor(blotter, { email: 'eva@example.com' }, 'auditor');
    expect(await refusalCodeOf(record({ type: 'nonsense' }, null, eva))).to.equal('FORBIDDEN');
  });

  it('is refused with all its faults at once', async () => {
    expect(await violationsOf(record({ quantity: '-1', price: 'x', date: null, accountId: 'main' }))).to.deep.equal([
      'date REQUIRED',
      'accountId INVALID_FORMAT',
      'quantity OUT_OF_RANGE',
      'price INVALID_FORMAT',
    ]);
    expect(await count()).to.equal(0);
  });

  it('is refused for an account of somebody else, as if there were none', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const accountId = await blotter.accounts.findDefault(bea.userId);
    const { code, message } = await refusalOf(record({ accountId }));
    expect([code, message]).to.deep.equal(['NOT_FOUND', 'There is no such account.']);
  });

  it('is refused without an account when there is no default either', async () => {
    const bare = User.restore({ ...aUser(), email: 'bare@example.com' });
    await blotter.unitOfWork.run(({ users }) => users.add(bare, 'hash'));
    expect(await violationsOf(record({}, null, { userId: bare.id, role: 'user' }))).to.deep.equal([
      'accountId REQUIRED',
    ]);
  });

  it('is refused for a taken external id, and tells whose it is', async () => {
    const { id } = doneOf(await record({ externalId: '42' }));
    const { code, facts } = await refusalOf(record({ externalId: '42' }));
    expect([code, facts]).to.deep.equal(['ALREADY_EXISTS', { id }]);
  });

  it('is refused for a key that was used for another request', async () => {
    await record({}, withKey('key', 'one'));
    expect(await refusalCodeOf(record({}, withKey('key', 'two')))).to.equal('IDEMPOTENCY_MISMATCH');
    expect(await count()).to.equal(1);
  });

  it('leaves the key free when it is refused', async () => {
    await refusalOf(record({ accountId: ada.userId }, withKey('key', 'one')));
    doneOf(await record({}, withKey('key', 'two')));
  });

  it('books in the default account unless another one is named', async () => {
    const second = doneOf(await blotter.openAccount.execute(ada, { name: 'Second', currency: 'EUR' }, null));
    expect(doneOf(await record()).fields.accountId).to.equal(main);
    expect(doneOf(await record({ accountId: second.id })).fields.accountId).to.equal(second.id);
  });

  it('tells what was booked, as it is found afterwards, with the first line of its history', async () => {
    const operation = doneOf(await record());
    expect(operation).to.include({ userId: ada.userId, version: 1 });
    expect(operation.createdAt).to.deep.equal(NOW);
    expect(await blotter.findOperation.execute(ada, operation.id)).to.deep.equal(operationRow(operation));
    const { rows } = await blotter.readOperationHistory.execute(ada, operation.id, { limit: 5, afterVersion: 0 });
    expect(rows.map(({ version, action, changed_by }) => [version, action, changed_by])).to.deep.equal([
      [1, 'created', ada.userId],
    ]);
    expect(rows[0]?.changes).to.deep.include({ field: 'quantity', old: null, new: '10' });
  });

  it('with a key is done once, and answers every repetition as it answered first', async () => {
    const operation = doneOf(await record({}, withKey('key')));
    for (const _ of [1, 2])
      expect(await record({}, withKey('key'))).to.deep.equal({ answeredBefore: `booked ${operation.id}` });
    expect(await count()).to.equal(1);
  });

  it('is done again with the same key a day later, or by somebody else', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    await record({}, withKey('key'));
    doneOf(await record({}, withKey('key'), bea));
    blotter.clock.advance(24 * 3_600_000);
    doneOf(await record({}, withKey('key')));
    expect(await count()).to.equal(2);
  });

  it('without a key is done every time', async () => {
    await record();
    await record();
    expect(await count()).to.equal(2);
  });
});
