import { expect } from 'chai';
import {
  assertAdmin,
  assertMayWrite,
  assertReaches,
  assertWholeLedger,
  ownerToRead,
} from '#application/identity/actor.ts';
import { Refusal } from '#application/refusal.ts';
import type { Role } from '#domain/identity/role.ts';

const actor = (role: Role) => ({ userId: 'me', role });

describe('An actor', () => {
  it('who is a plain user reads for nobody else, not even by naming themselves', () => {
    for (const userId of ['somebody else', 'me'])
      expect(() => ownerToRead(actor('user'), userId))
        .to.throw(Refusal)
        .with.property('code', 'FORBIDDEN');
  });

  it('who is an auditor or an admin reads for whom they name', () => {
    for (const role of ['auditor', 'admin'] as const) expect(ownerToRead(actor(role), 'you')).to.equal('you');
  });

  it('who names nobody reads their own, admins too', () => {
    for (const role of ['user', 'auditor', 'admin'] as const)
      expect(ownerToRead(actor(role), undefined)).to.equal('me');
  });

  it('who is an auditor writes nothing', () => {
    expect(() => assertMayWrite(actor('auditor')))
      .to.throw(Refusal)
      .with.property('code', 'FORBIDDEN');
    for (const role of ['user', 'admin'] as const) assertMayWrite(actor(role));
  });

  it('who is no admin keeps no users', () => {
    for (const role of ['user', 'auditor'] as const)
      expect(() => assertAdmin(actor(role)))
        .to.throw(Refusal)
        .with.property('code', 'FORBIDDEN');
    assertAdmin(actor('admin'));
  });

  it('with a token for some accounts reaches those, and is told nothing of the others', () => {
    const narrowed = { ...actor('admin'), accountIds: ['one', 'two'] };
    assertReaches(narrowed, 'two');
    expect(() => assertReaches(narrowed, 'three'))
      .to.throw(Refusal, 'There is no such account.')
      .with.property('code', 'NOT_FOUND');
    expect(() => assertReaches(narrowed, 'three', 'operation')).to.throw(Refusal, 'There is no such operation.');
    expect(() => assertWholeLedger(narrowed))
      .to.throw(Refusal)
      .with.property('code', 'FORBIDDEN');
  });

  it('with any other credential reaches every account', () => {
    for (const accountIds of [undefined, null]) {
      const whole = { ...actor('user'), ...(accountIds === undefined ? {} : { accountIds }) };
      assertReaches(whole, 'any');
      assertWholeLedger(whole);
    }
  });
});
