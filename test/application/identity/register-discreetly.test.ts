import { expect } from 'chai';
import { stranger } from '#application/identity/doers.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import { aBlotter, anAttempt, type Blotter, CLIENT, NEW_PASSWORD, PASSWORD } from '#test/application/blotter.ts';
import { mailsTo, subjectsOf, tokenIn } from '#test/application/mails.ts';
import { refusalCodeOf } from '#test/application/refusals.ts';

const EMAIL = 'ada@example.com';
const TRIED = 'You have a Blotter account already';

describe('Registering discreetly', () => {
  let blotter: Blotter;
  beforeEach(() => {
    blotter = aBlotter();
  });

  const register = (password = PASSWORD, email = EMAIL) =>
    blotter.registerDiscreetly.execute({ email, password, username: 'Ada' }, stranger(CLIENT));
  const signIn = (password = PASSWORD) => blotter.signInConfirmed.execute(anAttempt({ password }));

  it('answers a taken address as a new one, at the same cost, and changes nothing', async () => {
    const first = await register();
    blotter.hasher.hashes = 0;
    const second = await register(NEW_PASSWORD, ' ADA@example.com');
    expect(blotter.hasher.hashes).to.equal(1);
    expect({ ...second, id: first.id }).to.deep.equal({ ...first });
    expect(second.id).not.to.equal(first.id);
    expect(await blotter.users.findById(second.id)).to.equal(null);
    expect((await blotter.signIn.execute(anAttempt())).user.id).to.equal(first.id);
  });

  it('tells the owner of the address, and writes it down', async () => {
    const { id } = await register();
    await register();
    const mails = await mailsTo(blotter, EMAIL);
    expect(subjectsOf(mails)).to.deep.equal(['Confirm your e-mail address for Blotter', TRIED]);
    expect(mails[1]?.action?.url).to.equal('https://ledger.example/sign-in');
    const { rows } = await blotter.audit.list({ filter: { userId: id }, limit: 10, before: null });
    expect(rows.map(({ action }) => action)).to.deep.equal(['user.registration_refused', 'user.registered']);
  });

  it('floods nobody’s mailbox', async () => {
    for (let time = 0; time < 20; time += 1) await register();
    expect((await mailsTo(blotter, EMAIL)).filter(({ subject }) => subject === TRIED)).to.have.length(5);
  });

  it('tells what is wrong with a registration all the same', async () => {
    await register();
    expect(await register('short').catch((error: unknown) => error)).to.be.instanceOf(InvalidFields);
  });

  it('lets nobody in before the address is confirmed', async () => {
    await register();
    expect(await refusalCodeOf(signIn())).to.equal('BAD_CREDENTIALS');
    const [mail] = await mailsTo(blotter, EMAIL);
    await blotter.verifyEmail.execute({ token: tokenIn(mail) }, CLIENT);
    expect((await signIn()).user.email).to.equal(EMAIL);
    expect(await refusalCodeOf(signIn(NEW_PASSWORD))).to.equal('BAD_CREDENTIALS');
  });
});
