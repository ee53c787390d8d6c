import { expect } from 'chai';
import type { Acting } from '#application/identity/doers.ts';
import { aBlotter, anActor, anAttempt, type Blotter, CLIENT, PASSWORD } from '#test/application/blotter.ts';
import { mailsTo, subjectsOf, tokenIn } from '#test/application/mails.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';
import { workOff } from '#test/application/work-off.ts';
import { aBrowserOf, aProgramOf, type Key, letIn, signedInBy } from './signed-in.ts';

const CONFIRM = 'Confirm your e-mail address for Blotter';
const CHANGED = 'The e-mail address of your Blotter account was changed';

describe('A new address of one’s own', () => {
  let blotter: Blotter;
  let ada: Acting;
  let browser: Key;
  beforeEach(async () => {
    blotter = aBlotter();
    ada = await anActor(blotter);
    const [mail] = await mailsTo(blotter, 'ada@example.com');
    await blotter.verifyEmail.execute({ token: tokenIn(mail) }, CLIENT);
    browser = await aBrowserOf(blotter, ada);
  });

  const change = async (email: string) =>
    blotter.changeProfile.execute(await signedInBy(browser), { email, currentPassword: PASSWORD }, '192.0.2.1');

  it('is refused when somebody else has it, and nobody gets a mail', async () => {
    await anActor(blotter, { email: 'bea@example.com' });
    await mailsTo(blotter, 'bea@example.com');
    expect(await refusalCodeOf(change(' BEA@example.com'))).to.equal('EMAIL_TAKEN');
    expect(await workOff(blotter)).to.equal(0);
    expect((await blotter.readProfile.execute(ada)).email).to.equal('ada@example.com');
  });

  it('that is the old one changes nothing, and nobody gets a mail', async () => {
    expect(await change(' ADA@example.com')).to.include({ email: 'ada@example.com', isVerified: true });
    expect(await workOff(blotter)).to.equal(0);
  });

  it('is told to the old one, and has to be confirmed', async () => {
    expect(await change('Lovelace@Example.com')).to.include({ email: 'lovelace@example.com', isVerified: false });
    const told = (await mailsTo(blotter, 'ada@example.com')).at(-1)!;
    expect([told.subject, told.action]).to.deep.equal([CHANGED, null]);
    expect(told.paragraphs.join(' ')).to.include('lovelace@example.com');
    const asked = await mailsTo(blotter, 'lovelace@example.com');
    expect(subjectsOf(asked)).to.deep.equal([CONFIRM]);
    expect((await blotter.verifyEmail.execute({ token: tokenIn(asked[0]) }, CLIENT)).isVerified).to.equal(true);
  });

  it('signs in from now on, and the old one no more', async () => {
    await change('lovelace@example.com');
    expect((await blotter.signIn.execute(anAttempt({ email: 'lovelace@example.com' }))).user.id).to.equal(ada.userId);
    expect(await refusalCodeOf(blotter.signIn.execute(anAttempt()))).to.equal('BAD_CREDENTIALS');
    await anActor(blotter, { email: 'ada@example.com' });
  });

  it('ends no session', async () => {
    const program = await aProgramOf(blotter, ada);
    await change('lovelace@example.com');
    expect(await letIn(browser, program)).to.deep.equal([true, true]);
  });

  it('is taken five times an hour at most: both addresses get mails, and one may be a stranger’s', async () => {
    for (let time = 0; time < 5; time += 1) await change(`ada-${time}@example.com`);
    expect(await refusalCodeOf(change('victim@example.com'))).to.equal('TOO_MANY_REQUESTS');
    expect(await mailsTo(blotter, 'victim@example.com')).to.deep.equal([]);
    blotter.clock.advance(3_600_000);
    expect(await change('victim@example.com')).to.include({ email: 'victim@example.com' });
  });

  it('is not mailed to more often than anybody may be, whoever wants it', async () => {
    for (let time = 0; time < 5; time += 1)
      await blotter.askForMail.execute('verify-email', { email: 'victim@example.com' }, CLIENT);
    expect(await refusalCodeOf(change('victim@example.com'))).to.equal('TOO_MANY_REQUESTS');
    expect((await blotter.readProfile.execute(ada)).email).to.equal('ada@example.com');
  });
});
