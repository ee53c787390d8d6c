import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import type { ResetDraft } from '#application/identity/reset-forgotten-password.ts';
import {
  aBlotter,
  anActor,
  anAttempt,
  type Blotter,
  CLIENT,
  letPass,
  NEW_PASSWORD,
  PASSWORD,
} from '#test/application/blotter.ts';
import { mailsTo, subjectsOf, tokenIn } from '#test/application/mails.ts';
import { refusalCodeOf, violationsOf } from '#test/application/refusals.ts';
import { aBrowserOf, aProgramOf, aTokenOf, letIn, signedInBy } from './signed-in.ts';

const HOUR = 3_600_000;

describe('A forgotten password', () => {
  let blotter: Blotter;
  let ada: Acting;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
  });

  const ask = (email = 'ada@example.com') => blotter.askForMail.execute('reset-password', { email }, CLIENT);
  const mails = () => mailsTo(blotter, 'ada@example.com');
  const mailedToken = async () => {
    await ask();
    return tokenIn((await mails()).at(-1));
  };
  const reset = (token: string | null, draft: ResetDraft = {}) =>
    blotter.resetForgottenPassword.execute({ token, password: NEW_PASSWORD, ...draft }, CLIENT);
  const codeOf = (token: string) => refusalCodeOf(reset(token));
  const canSignIn = async (password: string) =>
    (await blotter.signIn.execute(anAttempt({ password, device: 'hers' })).catch(() => null)) !== null;

  describe('is not replaced', () => {
    it('without a token or a password', async () => {
      expect(await violationsOf(blotter.resetForgottenPassword.execute({}, CLIENT))).to.deep.equal([
        'token REQUIRED',
        'password REQUIRED',
      ]);
    });

    it('by a token that is not one of ours, which costs no hash', async () => {
      await mailedToken();
      blotter.hasher.hashes = 0;
      for (const token of ['', 'x', '\0', blotter.secrets.next(), blotter.secrets.ofMail('reset-password', 'guessed')])
        expect(await codeOf(token)).to.equal('BAD_TOKEN');
      expect(blotter.hasher.hashes).to.equal(0);
      expect(await canSignIn(PASSWORD)).to.equal(true);
    });

    it('by the link that confirms an address', async () => {
      await blotter.askForMail.execute('verify-email', { email: 'ada@example.com' }, CLIENT);
      const confirmations = (await mails()).filter(({ subject }) => subject.startsWith('Confirm'));
      expect(confirmations).not.to.deep.equal([]);
      for (const mail of confirmations) expect(await codeOf(tokenIn(mail))).to.equal('BAD_TOKEN');
    });

    it('from an hour after the request on', async () => {
      const token = await mailedToken();
      letPass(blotter, HOUR);
      expect(await codeOf(token)).to.equal('BAD_TOKEN');
      letPass(blotter, -1);
      await reset(token);
    });

    it('by a link whose mail went out late beyond the hour of its request', async () => {
      await ask();
      letPass(blotter, HOUR - 1);
      const token = tokenIn((await mails()).at(-1));
      letPass(blotter, 1);
      expect(await codeOf(token)).to.equal('BAD_TOKEN');
    });

    it('by a former link, once another one was asked for', async () => {
      const [former, latter] = [await mailedToken(), await mailedToken()];
      expect(await codeOf(former)).to.equal('BAD_TOKEN');
      await reset(latter);
    });

    it('by one that was mailed before the password was changed', async () => {
      const token = await mailedToken();
      const actor = await signedInBy(await aBrowserOf(blotter, ada));
      const draft = { password: NEW_PASSWORD, currentPassword: PASSWORD };
      await blotter.changeProfile.execute(actor, draft, '192.0.2.1');
      expect(await codeOf(token)).to.equal('BAD_TOKEN');
    });

    it('by one that was mailed before the address was changed', async () => {
      const token = await mailedToken();
      const actor = await signedInBy(await aBrowserOf(blotter, ada));
      for (const email of ['lovelace@example.com', 'ada@example.com'])
        await blotter.changeProfile.execute(actor, { email, currentPassword: PASSWORD }, '192.0.2.1');
      expect(await codeOf(token)).to.equal('BAD_TOKEN');
    });

    it('when the user was disabled or deleted since', async () => {
      const admin = await anActor(blotter, { email: 'root@example.com' }, 'admin');
      const token = await mailedToken();
      await blotter.keepUsers.decide(admin, ada.userId, { isActive: false });
      expect(await codeOf(token)).to.equal('BAD_TOKEN');
      await blotter.keepUsers.remove(admin, ada.userId);
      expect(await codeOf(token)).to.equal('BAD_TOKEN');
    });

    it('by a weak password, which leaves the link good', async () => {
      const token = await mailedToken();
      blotter.hasher.hashes = 0;
      for (const password of ['short', 'IloveYou', 'blotter-2026', 'ada@example.com', 'x'.repeat(1_025)])
        expect(await violationsOf(reset(token, { password })), password).to.deep.equal(['password PASSWORD_WEAK']);
      expect(blotter.hasher.hashes).to.equal(0);
      await reset(token);
    });

    it('twice by one link', async () => {
      const token = await mailedToken();
      await reset(token);
      expect(await codeOf(token)).to.equal('BAD_TOKEN');
      expect(await refusalCodeOf(reset(token, { password: 'a third horse battery' }))).to.equal('BAD_TOKEN');
      expect(await canSignIn(NEW_PASSWORD)).to.equal(true);
    });

    it('by more than one of those who use one link at once', async () => {
      const token = await mailedToken();
      const passwords = ['first horse battery', 'second horse battery', 'third horse battery'];
      const ends = await Promise.allSettled(passwords.map((password) => reset(token, { password })));
      const reasons = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));
      expect(reasons).to.deep.equal(['BAD_TOKEN', 'BAD_TOKEN']);
      expect(await Promise.all(passwords.map(canSignIn))).to.deep.equal(
        ends.map(({ status }) => status === 'fulfilled'),
      );
    });
  });

  it('of a disabled user gets no link', async () => {
    const admin = await anActor(blotter, { email: 'root@example.com' }, 'admin');
    await mails();
    await blotter.keepUsers.decide(admin, ada.userId, { isActive: false });
    await ask();
    expect(subjectsOf(await mails())).not.to.include('Choose a new password for Blotter');
  });

  it('is replaced: the new one signs in, and the old one no more', async () => {
    await reset(await mailedToken());
    expect([await canSignIn(NEW_PASSWORD), await canSignIn(PASSWORD)]).to.deep.equal([true, false]);
  });

  it('may be replaced by a long one, no sign of which is lost', async () => {
    const password = 'x'.repeat(1_024);
    await reset(await mailedToken(), { password });
    expect([await canSignIn(password), await canSignIn('x'.repeat(1_023))]).to.deep.equal([true, false]);
  });

  it('ends every session, login and personal access token of the user at once, and signs nobody in', async () => {
    const bea = await anActor(blotter, { email: 'bea@example.com' });
    const keys = [await aBrowserOf(blotter, ada), await aProgramOf(blotter, ada), await aTokenOf(blotter, ada)];
    const hers = [await aBrowserOf(blotter, bea), await aProgramOf(blotter, bea), await aTokenOf(blotter, bea)];
    expect(await letIn(...keys, ...hers)).not.to.include(false);
    await reset(await mailedToken());
    expect(await letIn(...keys)).to.deep.equal([false, false, false]);
    expect(await letIn(...hers)).to.deep.equal([true, true, true]);
    expect(await blotter.listCredentials.signedIn(ada)).to.deep.equal([]);
  });

  it('tells its owner that it was replaced', async () => {
    await reset(await mailedToken());
    const told = (await mails()).at(-1)!;
    expect([told.subject, told.action]).to.deep.equal(['Your Blotter password was changed', null]);
  });

  it('stays what it is until the link is used', async () => {
    await mailedToken();
    letPass(blotter, 2 * HOUR);
    expect(await canSignIn(PASSWORD)).to.equal(true);
  });
});
