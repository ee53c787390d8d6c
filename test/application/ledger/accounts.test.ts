import { expect } from 'chai';
import type { Actor } from '#application/identity/actor.ts';
import { accountRow } from '#application/ledger/account-row.ts';
import type { ExpectedVersion } from '#application/ledger/revise-operation.ts';
import type { Repeatable } from '#application/ports/repeatable.ts';
import type { Account, AccountDraft } from '#domain/ledger/account.ts';
import { aBlotter, anActor, type Blotter, doneOf } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { refusalCodeOf, violationsOf } from '#test/application/refusals.ts';
import { booked } from './booked.ts';

describe('An account', () => {
  let blotter: Blotter;
  let ada: Actor;
  let bea: Actor;
  let eva: Actor;
  let account: Account;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    bea = await anActor(blotter, { email: 'bea@example.com' }, 'admin');
    eva = await anActor(blotter, { email: 'eva@example.com' }, 'auditor');
    account = doneOf(await open(ada, { name: 'Second', currency: 'USD' }));
    blotter.clock.advance(60_000);
  });

  const open = (actor: Actor, draft: AccountDraft, repeatable: Repeatable<Account> | null = null) =>
    blotter.openAccount.execute(actor, draft, repeatable);
  const change = (patch: AccountDraft, expected: ExpectedVersion = 'any', actor = ada, id = account.id) =>
    blotter.changeAccount.execute(actor, id, patch, expected);
  const close = (expected: ExpectedVersion = 'any', actor = ada, id = account.id) =>
    blotter.closeAccount.execute(actor, id, expected);
  const find = (actor = ada, userId?: string) => blotter.findAccount.execute(actor, account.id, userId);
  const list = (actor = ada, userId?: string) =>
    blotter.listAccounts.execute(actor, { limit: 10, after: null }, userId);

  describe('is not opened', () => {
    it('by an auditor', async () => {
      expect(await refusalCodeOf(open(eva, { name: 'A', currency: 'USD' }))).to.equal('FORBIDDEN');
    });

    it('with faults, all of which are told at once', async () => {
      expect(await violationsOf(open(ada, { currency: 'GBp', kind: 'sock' }))).to.deep.equal([
        'name REQUIRED',
        'currency MINOR_UNIT',
        'kind NOT_ALLOWED',
      ]);
    });

    it('twice with one key: the first answer is given again, and another request is refused', async () => {
      const withKey = (fingerprint: number): Repeatable<Account> => ({
        key: 'key',
        fingerprint: Buffer.alloc(32, fingerprint),
        answer: ({ id }) => `opened ${id}`,
      });
      const { id } = doneOf(await open(ada, { name: 'A', currency: 'USD' }, withKey(1)));
      const again = await open(ada, { name: 'A', currency: 'USD' }, withKey(1));
      expect(again).to.deep.equal({ answeredBefore: `opened ${id}` });
      const other = open(ada, { name: 'B', currency: 'USD' }, withKey(2));
      expect(await refusalCodeOf(other)).to.equal('IDEMPOTENCY_MISMATCH');
      expect((await list()).rows.map(({ name }) => name)).to.deep.equal(['Main', 'Second', 'A']);
    });
  });

  describe('is not changed', () => {
    it('by an auditor', async () => {
      expect(await refusalCodeOf(change({}, 'any', eva))).to.equal('FORBIDDEN');
    });

    it('when there is none, or it is somebody else’s', async () => {
      expect(await refusalCodeOf(change({}, 'any', ada, countedId(99)))).to.equal('NOT_FOUND');
      expect(await refusalCodeOf(change({}, 'any', bea))).to.equal('NOT_FOUND');
    });

    it('when another version is spoken of', async () => {
      for (const expected of [[2], []])
        expect(await refusalCodeOf(change({ name: 'B' }, expected))).to.equal('STALE_VERSION');
    });

    it('into what no account is', async () => {
      expect(await violationsOf(change({ name: '', currency: null }))).to.deep.equal([
        'name TOO_SHORT',
        'currency REQUIRED',
      ]);
      expect(await find()).to.deep.equal(accountRow(account));
    });

    it('by a change that changes nothing', async () => {
      expect((await change({ name: ' Second ' }, [1])).version).to.equal(1);
      expect(await find()).to.deep.equal(accountRow(account));
    });
  });

  describe('is not closed', () => {
    it('by an auditor', async () => {
      expect(await refusalCodeOf(close('any', eva))).to.equal('FORBIDDEN');
    });

    it('when there is none, or it is somebody else’s', async () => {
      expect(await refusalCodeOf(close('any', ada, countedId(99)))).to.equal('NOT_FOUND');
      expect(await refusalCodeOf(close('any', bea))).to.equal('NOT_FOUND');
    });

    it('when another version is spoken of', async () => {
      expect(await refusalCodeOf(close([2]))).to.equal('STALE_VERSION');
    });

    it('while an operation belongs to it', async () => {
      const { id } = await booked(blotter, ada, { accountId: account.id });
      expect(await refusalCodeOf(close())).to.equal('ACCOUNT_NOT_EMPTY');
      await blotter.deleteOperation.execute(ada, id, 'any');
      await close();
    });
  });

  describe('is not read', () => {
    it('by a plain user who names another', async () => {
      const plain = { ...bea, role: 'user' } as const;
      expect(await refusalCodeOf(find(plain, ada.userId))).to.equal('FORBIDDEN');
      expect(await refusalCodeOf(list(plain, ada.userId))).to.equal('FORBIDDEN');
    });

    it('when it is somebody else’s and nobody is named', async () => {
      for (const reader of [bea, eva]) {
        expect(await refusalCodeOf(find(reader))).to.equal('NOT_FOUND');
        expect((await list(reader)).rows.map(({ name }) => name)).to.deep.equal(['Main']);
      }
    });
  });

  it('is read by its owner, and by an auditor or an admin who names the owner', async () => {
    for (const [reader, userId] of [
      [ada, undefined],
      [eva, ada.userId],
      [bea, ada.userId],
    ] as const) {
      expect(await find(reader, userId)).to.deep.equal(accountRow(account));
      expect((await list(reader, userId)).rows.map(({ name }) => name)).to.deep.equal(['Main', 'Second']);
    }
  });

  it('is changed to the next version', async () => {
    const changed = await change({ name: 'Broker', kind: 'broker' }, [1]);
    expect(accountRow(changed)).to.deep.equal({
      ...accountRow(account),
      name: 'Broker',
      kind: 'broker',
      version: 2,
      updated_at: '2026-11-24T09:31:00.000Z',
    });
    expect(await find()).to.deep.equal(accountRow(changed));
  });

  it('is gone when it is closed', async () => {
    await close([1]);
    expect(await refusalCodeOf(find())).to.equal('NOT_FOUND');
    expect((await list()).rows.map(({ name }) => name)).to.deep.equal(['Main']);
  });
});
