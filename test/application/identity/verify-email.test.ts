import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import { aBlotter, anActor, type Blotter, CLIENT, letPass, NEW_PASSWORD, PASSWORD } from '#test/application/blotter.ts';
import { mailsTo, subjectsOf, tokenIn } from '#test/application/mails.ts';
import { refusalCodeOf, violationsOf } from '#test/application/refusals.ts';
import { aBrowserOf, letIn, signedInBy } from './signed-in.ts';

const HOUR = 3_600_000;
const CONFIRM = 'Confirm your e-mail address for Blotter';

describe('The confirmation of an address', () => {
  let blotter: Blotter;
  let ada: Acting;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
  });

  const ask = () => blotter.askForMail.execute('verify-email', { email: 'ada@example.com' }, CLIENT);
  const mails = (email = 'ada@example.com') => mailsTo(blotter, email);
  const verify = (token: string) => blotter.verifyEmail.execute({ token }, CLIENT);
  const codeOf = (token: string) => refusalCodeOf(verify(token));
  const isVerified = async () => (await blotter.readProfile.execute(ada)).isVerified;

  it('is refused without a token', async () => {
    for (const token of [undefined, null])
      expect(await violationsOf(blotter.verifyEmail.execute({ token }, CLIENT))).to.deep.equal(['token REQUIRED']);
  });

  it('is refused by a token that is not one of ours, nor by the link for a new password', async () => {
    await blotter.askForMail.execute('reset-password', { email: 'ada@example.com' }, CLIENT);
    const reset = tokenIn((await mails()).find(({ subject }) => subject.startsWith('Choose')));
    for (const token of ['', '\0', blotter.secrets.next(), reset]) expect(await codeOf(token)).to.equal('BAD_TOKEN');
    expect(await isVerified()).to.equal(false);
  });

  it('is refused from an hour after the request on', async () => {
    const token = tokenIn((await mails())[0]);
    letPass(blotter, HOUR);
    expect(await codeOf(token)).to.equal('BAD_TOKEN');
    letPass(blotter, -1);
    expect((await verify(token)).isVerified).to.equal(true);
  });

  it('is refused by a former link, once another one was asked for', async () => {
    const former = tokenIn((await mails())[0]);
    await ask();
    const latter = tokenIn((await mails()).at(-1));
    expect(await codeOf(former)).to.equal('BAD_TOKEN');
    await verify(latter);
  });

  it('is refused by a link to an address that is no longer the user’s', async () => {
    const token = tokenIn((await mails())[0]);
    const actor = await signedInBy(await aBrowserOf(blotter, ada));
    const draft = { email: 'lovelace@example.com', currentPassword: PASSWORD };
    await blotter.changeProfile.execute(actor, draft, '192.0.2.1');
    expect(await codeOf(token)).to.equal('BAD_TOKEN');
    expect(await isVerified()).to.equal(false);
  });

  it('is refused by a link from before the password was changed', async () => {
    const token = tokenIn((await mails())[0]);
    await blotter.resetPassword.execute('ada@example.com', NEW_PASSWORD);
    expect(await codeOf(token)).to.equal('BAD_TOKEN');
  });

  it('is refused when the user was disabled since', async () => {
    const token = tokenIn((await mails())[0]);
    const admin = await anActor(blotter, { email: 'root@example.com' }, 'admin');
    await blotter.keepUsers.decide(admin, ada.userId, { isActive: false });
    expect(await codeOf(token)).to.equal('BAD_TOKEN');
  });

  it('is refused a second time', async () => {
    const token = tokenIn((await mails())[0]);
    await verify(token);
    expect(await codeOf(token)).to.equal('BAD_TOKEN');
  });

  it('needs no further mail once it is done', async () => {
    await verify(tokenIn((await mails())[0]));
    await ask();
    expect(subjectsOf(await mails())).to.deep.equal([CONFIRM]);
  });

  it('is asked for by the registration itself, and makes the user verified', async () => {
    const sent = await mails();
    expect(subjectsOf(sent)).to.deep.equal([CONFIRM]);
    const user = await verify(tokenIn(sent[0]));
    expect(user).to.include({ id: ada.userId, isVerified: true });
    expect(await blotter.readProfile.execute(ada)).to.deep.equal(user);
  });

  it('ends no session', async () => {
    const browser = await aBrowserOf(blotter, ada);
    await verify(tokenIn((await mails())[0]));
    expect(await letIn(browser)).to.deep.equal([true]);
  });

  it('does not need the person to be signed in, nor who they are in the link', async () => {
    const { url } = (await mails())[0]!.action!;
    expect([...new URL(url).searchParams.keys()]).to.deep.equal(['token']);
    expect(url).not.to.include(ada.userId);
  });
});
