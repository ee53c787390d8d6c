import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import type { UserDecision } from '#application/identity/keep-users.ts';
import { aBlotter, anActor, anAttempt, type Blotter } from '#test/application/blotter.ts';
import { countedId } from '#test/application/doubles/counted-ids.ts';
import { booked } from '#test/application/ledger/booked.ts';
import { mailsTo } from '#test/application/mails.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { aBrowserOf, aProgramOf, aTokenOf, type Key, letIn } from './signed-in.ts';

const whole = { filter: {}, newestFirst: true, limit: 50, after: null };

describe('An admin', () => {
  let blotter: Blotter;
  let root: Acting;
  let ada: Acting;
  beforeEach(async () => {
    blotter = aBlotter();
    root = await anActor(blotter, { email: 'root@example.com' }, 'admin');
    ada = await anActor(blotter);
  });

  const decide = (decision: UserDecision, id = ada.userId, by = root) => blotter.keepUsers.decide(by, id, decision);
  const remove = (id = ada.userId, by = root) => blotter.keepUsers.remove(by, id);
  const list = (by = root, limit = 10, after: string | null = null) => blotter.keepUsers.list(by, { limit, after });
  const find = (id: string, by = root) => blotter.keepUsers.find(by, id);
  const profile = () => find(ada.userId);
  const keysOf = async (actor: Acting): Promise<readonly Key[]> => {
    const keys = [await aBrowserOf(blotter, actor), await aProgramOf(blotter, actor), await aTokenOf(blotter, actor)];
    expect(await letIn(...keys)).to.deep.equal([true, true, true]);
    return keys;
  };

  it('alone keeps the users: neither a plain user nor an auditor does, not even about themselves', async () => {
    const eva = await anActor(blotter, { email: 'eva@example.com' }, 'auditor');
    for (const by of [ada, eva])
      for (const id of [root.userId, by.userId])
        for (const work of [() => list(by), () => find(id, by), () => decide({}, id, by), () => remove(id, by)])
          expect(await refusalCodeOf(work())).to.equal('FORBIDDEN');
    expect((await list()).rows).to.have.length(3);
  });

  it('who is none any more by the time that it counts, decides nothing', async () => {
    const other = await anActor(blotter, { email: 'other@example.com' }, 'admin');
    await decide({ role: 'user' }, root.userId, other);
    expect(await refusalCodeOf(decide({ role: 'admin' }))).to.equal('FORBIDDEN');
    expect(await refusalCodeOf(remove())).to.equal('FORBIDDEN');
    expect((await find(ada.userId, other)).role).to.equal('user');
  });

  it('does not find who is not there', async () => {
    const id = countedId(99);
    for (const work of [() => find(id), () => decide({}, id), () => remove(id)])
      expect(await refusalCodeOf(work())).to.equal('NOT_FOUND');
  });

  it('does not change their own role, even with others to stay', async () => {
    await anActor(blotter, { email: 'other@example.com' }, 'admin');
    for (const role of ['user', 'auditor'] as const)
      expect(await refusalCodeOf(decide({ role }, root.userId))).to.equal('OWN_ROLE');
    expect((await decide({ role: 'admin' }, root.userId)).role).to.equal('admin');
  });

  it('who is the last one stays: neither disabled nor removed', async () => {
    await anActor(blotter, { email: 'off@example.com' }, 'admin').then(({ userId }) =>
      decide({ isActive: false }, userId),
    );
    expect(await refusalCodeOf(decide({ isActive: false }, root.userId))).to.equal('LAST_ADMIN');
    expect(await refusalCodeOf(remove(root.userId))).to.equal('LAST_ADMIN');
    expect(await find(root.userId)).to.include({ role: 'admin', isActive: true });
  });

  it('may go when another one stays', async () => {
    const other = await anActor(blotter, { email: 'other@example.com' }, 'admin');
    await remove(root.userId);
    expect(await refusalCodeOf(decide({ isActive: false }, other.userId, other))).to.equal('LAST_ADMIN');
  });

  it('of two who would remove each other at once, one stays', async () => {
    const other = await anActor(blotter, { email: 'other@example.com' }, 'admin');
    const ends = await Promise.allSettled([remove(other.userId, root), remove(root.userId, other)]);
    expect(ends.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected']);
    expect(await blotter.users.hasAdmin()).to.equal(true);
  });

  it('sees all users in the order of their registration, page by page, with no secret', async () => {
    const eva = await anActor(blotter, { email: 'eva@example.com' }, 'auditor');
    const first = await list(root, 2);
    expect([first.rows.map(({ id }) => id), first.more]).to.deep.equal([[root.userId, ada.userId], true]);
    const second = await list(root, 2, ada.userId);
    expect([second.rows.map(({ id }) => id), second.more]).to.deep.equal([[eva.userId], false]);
    expect(JSON.stringify([...first.rows, ...second.rows])).not.to.match(/sha256|password/i);
    expect(await profile()).to.deep.equal(first.rows[1]);
  });

  it('gives a role, which counts at once for whoever is signed in', async () => {
    const keys = await keysOf(ada);
    await decide({ role: 'auditor' });
    for (const { who } of keys) expect((await who())?.role).to.equal('auditor');
    expect((await profile()).role).to.equal('auditor');
  });

  it('signs out whom they disable, everywhere and at once, and nobody else', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const [keys, hers] = [await keysOf(ada), await keysOf(bea)];
    await decide({ isActive: false });
    expect(await letIn(...keys)).to.deep.equal([false, false, false]);
    expect(await letIn(...hers)).to.deep.equal([true, true, true]);
    expect(await refusalCodeOf(blotter.signIn.execute(anAttempt()))).to.equal('BAD_CREDENTIALS');
  });

  it('lets somebody disabled come back, with the old password and none of the old sessions and tokens', async () => {
    const keys = await keysOf(ada);
    await decide({ isActive: false });
    await decide({ isActive: true });
    expect(await letIn(...keys)).to.deep.equal([false, false, false]);
    expect((await blotter.signIn.execute(anAttempt())).user.id).to.equal(ada.userId);
    expect(await letIn(await aBrowserOf(blotter, ada))).to.deep.equal([true]);
  });

  it('ends no session by a decision that disables nobody', async () => {
    const keys = await keysOf(ada);
    await decide({ isActive: true, role: 'admin' });
    expect(await letIn(...keys)).to.deep.equal([true, true, true]);
  });

  it('keeps the ledger of whom they disable', async () => {
    await booked(blotter, ada);
    await decide({ isActive: false });
    const { rows } = await blotter.listOperations.execute(root, whole, ada.userId);
    expect(rows).to.have.length(1);
  });

  it('removes a user with the whole ledger and every key, and nothing of anybody else', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const [mine, hers] = [await booked(blotter, ada), await booked(blotter, bea)];
    const [keys, others] = [await keysOf(ada), await keysOf(bea)];
    await mailsTo(blotter, 'ada@example.com');
    await remove();
    expect(await letIn(...keys)).to.deep.equal([false, false, false]);
    expect(await letIn(...others)).to.deep.equal([true, true, true]);
    expect(await refusalCodeOf(blotter.findOperation.execute(root, mine.id, ada.userId))).to.equal('NOT_FOUND');
    const history = { limit: 5, afterVersion: 0 };
    const gone = blotter.readOperationHistory.execute(root, mine.id, history, ada.userId);
    expect(await refusalCodeOf(gone)).to.equal('NOT_FOUND');
    expect((await blotter.readOperationHistory.execute(bea, hers.id, history)).rows).to.have.length(1);
    expect(await refusalCodeOf(profile())).to.equal('NOT_FOUND');
    expect(await refusalCodeOf(blotter.signIn.execute(anAttempt()))).to.equal('BAD_CREDENTIALS');
    await anActor(blotter);
  });
});
