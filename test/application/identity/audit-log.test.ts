import { expect } from 'chai';
import { type Acting, doerOf, stranger } from '#application/identity/doers.ts';
import type { AuditRow } from '#application/ports/audit-queries.ts';
import {
  aBlotter,
  anActor,
  anAttempt,
  type Blotter,
  CLIENT,
  NEW_PASSWORD,
  PASSWORD,
} from '#test/application/blotter.ts';
import { mailsTo, tokenIn } from '#test/application/mails.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { aBrowserOf, aProgramOf, signedInBy } from './signed-in.ts';

const EMAIL = 'ada@example.com';
const WRONG = 'wrong horse battery';

describe('The audit log', () => {
  let blotter: Blotter;
  let admin: Acting;
  let ada: Acting;
  /** What was there before. */
  let seen: number;
  beforeEach(async () => {
    blotter = aBlotter();
    admin = await anActor(blotter, { email: 'root@example.com' }, 'admin');
    ada = await signedInBy(await aBrowserOf(blotter, await anActor(blotter)));
    await mailsTo(blotter, EMAIL);
    seen = (await rows()).length;
  });

  const rows = async (): Promise<readonly AuditRow[]> =>
    (await blotter.readAuditLog.execute(admin, { filter: {}, limit: 200, before: null })).rows;
  const told = async () => {
    const events = (await rows()).slice(0, (await rows()).length - seen).reverse();
    return events.map(({ id: _id, at: _at, address, user_agent, ...event }) => {
      expect([address, user_agent]).to.deep.equal([CLIENT.address, CLIENT.userAgent]);
      return event;
    });
  };
  const byAda = () => ({ actor_id: ada.userId, actor_email: EMAIL, credential_id: ada.credential.id });
  const byAdmin = () => ({
    actor_id: admin.userId,
    actor_email: 'root@example.com',
    credential_id: admin.credential.id,
  });
  const byStranger = { actor_id: null, actor_email: null, credential_id: null };
  const toAda = () => ({ subject_id: ada.userId, subject_email: EMAIL });
  const toNobody = { subject_id: null, subject_email: null };

  it('tells of a registration, by a stranger or by the operator', async () => {
    const bea = await blotter.registerUser.execute(
      { email: 'bea@example.com', password: PASSWORD, username: 'Bea' },
      stranger(CLIENT),
    );
    expect(await told()).to.deep.equal([
      {
        action: 'user.registered',
        ...byStranger,
        subject_id: bea.id,
        subject_email: 'bea@example.com',
        details: { role: 'user' },
      },
    ]);
  });

  it('tells of sign-ins, of browsers and of programs', async () => {
    const keys = [await aBrowserOf(blotter, ada), await aProgramOf(blotter, ada)];
    expect(await told()).to.deep.equal(
      (['cookie', 'bearer'] as const).map((kind, at) => ({
        action: 'sign_in.succeeded',
        ...byAda(),
        credential_id: keys[at]?.id,
        ...toAda(),
        details: { kind },
      })),
    );
  });

  it('tells why a sign-in failed, and not what was typed', async () => {
    await blotter.keepUsers.decide(admin, (await anActor(blotter, { email: 'off@example.com' })).userId, {
      isActive: false,
    });
    seen = (await rows()).length;
    for (const attempt of [{ password: WRONG }, { email: 'nobody@example.com' }, { email: 'off@example.com' }])
      expect(await refusalCodeOf(blotter.signIn.execute(anAttempt(attempt)))).to.equal('BAD_CREDENTIALS');
    const events = await told();
    expect(events.map(({ action, subject_email, details }) => [action, subject_email, details])).to.deep.equal([
      ['sign_in.failed', EMAIL, { reason: 'wrong password' }],
      ['sign_in.failed', null, { reason: 'unknown address' }],
      ['sign_in.failed', 'off@example.com', { reason: 'disabled user' }],
    ]);
    expect(JSON.stringify(events)).not.to.include(WRONG).and.not.to.include('nobody@');
  });

  it('tells once in a window that tries are limited', async () => {
    for (let time = 0; time < 9; time += 1)
      await refusalCodeOf(blotter.signIn.execute(anAttempt({ password: WRONG, address: `192.0.2.${time}` })));
    const limited = (await told()).filter(({ action }) => action === 'sign_in.limited');
    expect(limited).to.deep.equal([
      { action: 'sign_in.limited', ...byStranger, ...toAda(), details: { limit: 'sign-in-account' } },
    ]);
  });

  it('tells of sessions that end: one, the others, all, a user’s, everybody’s', async () => {
    const browser = await aBrowserOf(blotter, ada);
    const { secret } = await blotter.createToken.execute(ada, { name: 'A script', scopes: ['jobs'] });
    const token = { ...(await blotter.authenticate.byToken(secret))!, client: CLIENT };
    seen = (await rows()).length;
    await blotter.endSession.one(ada.userId, browser.id, doerOf(ada));
    await blotter.endSession.others(ada);
    await blotter.endSession.all(ada);
    await blotter.endSession.allOf(admin, ada.userId);
    await blotter.endSession.ofEverybody(admin);
    await blotter.revokeAccessToken.execute(token, secret);
    expect(await told()).to.deep.equal([
      { action: 'session.ended', ...byAda(), ...toAda(), details: { session_id: browser.id } },
      { action: 'sessions.ended', ...byAda(), ...toAda(), details: { of: 'others' } },
      { action: 'sessions.ended', ...byAda(), ...toAda(), details: { of: 'all' } },
      { action: 'sessions.ended', ...byAdmin(), ...toAda(), details: { of: 'all' } },
      { action: 'sessions.ended', ...byAdmin(), ...toNobody, details: { of: 'everybody' } },
      {
        action: 'token.deleted',
        ...byAda(),
        credential_id: token.credential.id,
        ...toAda(),
        details: { token_id: token.credential.id },
      },
    ]);
  });

  it('tells of tokens that are made and deleted, and not their secret', async () => {
    const { secret, token } = await blotter.createToken.execute(ada, { name: 'A script', scopes: ['jobs', 'imports'] });
    await blotter.deleteToken.execute(ada, token.id);
    const events = await told();
    expect(events).to.deep.equal([
      {
        action: 'token.created',
        ...byAda(),
        ...toAda(),
        details: { token_id: token.id, scopes: ['jobs', 'imports'], account_ids: null },
      },
      { action: 'token.deleted', ...byAda(), ...toAda(), details: { token_id: token.id } },
    ]);
    expect(JSON.stringify(events)).not.to.include(secret.slice(4));
  });

  it('tells of a wrong current password, a new one, and a new address', async () => {
    const change = (draft: object) => blotter.changeProfile.execute(ada, draft, '192.0.2.1');
    await change({ password: NEW_PASSWORD, currentPassword: WRONG }).catch(() => {});
    await change({ password: NEW_PASSWORD, currentPassword: PASSWORD });
    await change({ email: 'ada@example.org', currentPassword: NEW_PASSWORD });
    await change({ username: 'Ada L.' });
    const events = await told();
    expect(events.map(({ action, actor_id, subject_id }) => [action, actor_id, subject_id])).to.deep.equal(
      ['password.refused', 'password.changed', 'email.changed'].map((action) => [action, ada.userId, ada.userId]),
    );
    expect(JSON.stringify(events)).not.to.match(/horse/);
  });

  it('tells of a forgotten password: that a link was asked for, by whom it is known not, and its use', async () => {
    for (const email of [EMAIL, 'nobody@example.com'])
      await blotter.askForMail.execute('reset-password', { email }, CLIENT);
    const token = tokenIn((await mailsTo(blotter, EMAIL)).at(-1));
    await blotter.resetForgottenPassword.execute({ token, password: NEW_PASSWORD }, CLIENT);
    const events = await told();
    expect(events).to.deep.equal([
      { action: 'password.reset_requested', ...byStranger, ...toAda(), details: {} },
      { action: 'password.reset_requested', ...byStranger, ...toNobody, details: {} },
      { action: 'password.reset', ...byAda(), credential_id: null, ...toAda(), details: {} },
    ]);
    expect(JSON.stringify(events)).not.to.include(token);
  });

  it('tells of a confirmed address', async () => {
    await blotter.verifyEmail.execute({ token: tokenIn((await mailsTo(blotter, EMAIL))[0]) }, CLIENT);
    expect(await told()).to.deep.equal([
      { action: 'email.verified', ...byAda(), credential_id: null, ...toAda(), details: {} },
    ]);
  });

  it('tells that the operator gave a new password, from the command line', async () => {
    await blotter.resetPassword.execute(EMAIL, NEW_PASSWORD);
    const [newest] = await rows();
    expect(newest).to.include({ action: 'password.reset', ...byStranger, ...toAda(), address: null });
    expect(newest?.user_agent).to.equal('command line');
  });

  it('tells what admins decide, and outlives the user', async () => {
    await blotter.keepUsers.decide(admin, ada.userId, { role: 'auditor', isActive: false });
    await blotter.keepUsers.decide(admin, ada.userId, { role: 'auditor', isActive: false });
    await blotter.keepUsers.decide(admin, ada.userId, { isActive: true });
    await blotter.keepUsers.remove(admin, ada.userId);
    const toRemoved = { subject_id: ada.userId, subject_email: null };
    expect(await told()).to.deep.equal([
      { action: 'user.role_changed', ...byAdmin(), ...toRemoved, details: { from: 'user', to: 'auditor' } },
      { action: 'user.disabled', ...byAdmin(), ...toRemoved, details: {} },
      { action: 'user.enabled', ...byAdmin(), ...toRemoved, details: {} },
      { action: 'user.removed', ...byAdmin(), ...toRemoved, details: { role: 'auditor' } },
    ]);
  });

  it('tells nothing of what was refused and left everything as it was', async () => {
    await refusalCodeOf(blotter.keepUsers.remove(admin, admin.userId));
    await refusalCodeOf(blotter.deleteToken.execute(ada, ada.credential.id));
    await blotter.resetForgottenPassword.execute({ token: 'no token', password: NEW_PASSWORD }, CLIENT).catch(() => {});
    expect(await told()).to.deep.equal([]);
  });

  it('is for admins', async () => {
    for (const role of ['user', 'auditor'] as const)
      expect(
        await refusalCodeOf(blotter.readAuditLog.execute({ ...ada, role }, { filter: {}, limit: 50, before: null })),
      ).to.equal('FORBIDDEN');
  });
});
