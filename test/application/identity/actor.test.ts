import { expect } from 'chai';
import { assertMayWrite, ownerToRead } from '#application/identity/actor.ts';
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
});
