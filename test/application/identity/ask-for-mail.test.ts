import { expect } from 'chai';
import { aBlotter, anActor, anAttempt, type Blotter, CLIENT } from '#test/application/blotter.ts';
import { mailsTo, subjectsOf } from '#test/application/mails.ts';
import { refusalCodeOf, refusalOf, violationsOf } from '#test/application/refusals.ts';
import { workOff } from '#test/application/work-off.ts';

const MINUTE = 60_000;

describe('The request for a link by mail', () => {
  let blotter: Blotter;
  beforeEach(async () => {
    blotter = aBlotter();
    await anActor(blotter);
    await mailsTo(blotter, 'ada@example.com');
  });

  const ask = (email: string | null = 'ada@example.com', kind: 'reset-password' | 'verify-email' = 'reset-password') =>
    blotter.askForMail.execute(kind, { email }, CLIENT);

  it('is refused for what is no address', async () => {
    expect(await violationsOf(ask(null))).to.deep.equal(['email REQUIRED']);
    expect(await violationsOf(ask('ada'))).to.deep.equal(['email INVALID_FORMAT']);
    expect(await violationsOf(ask('ada@example.com\r\nBcc: eve@example.com'))).to.deep.equal(['email INVALID_FORMAT']);
  });

  it('is refused after 5 in a minute for one mailbox, be it known or not, and told when to come back', async () => {
    for (const email of ['ada@example.com', 'nobody@example.com']) {
      for (let time = 0; time < 5; time += 1) await ask(time % 2 ? email : ` ${email.toUpperCase()}`);
      blotter.clock.advance(MINUTE / 2);
      const { code, facts } = await refusalOf(ask(email));
      expect([code, facts.retryAfterSeconds]).to.deep.equal(['TOO_MANY_REQUESTS', 30]);
      blotter.clock.advance(MINUTE / 2);
      await ask(email);
    }
  });

  it('leaves the other kind of link alone when it is refused', async () => {
    for (let time = 0; time < 5; time += 1) await ask();
    expect(await refusalCodeOf(ask())).to.equal('TOO_MANY_REQUESTS');
    await ask('ada@example.com', 'verify-email');
  });

  it('costs the same whether or not somebody has the address: it is only written down', async () => {
    const counts: unknown[] = [];
    blotter.hasher.hashes = 0;
    for (const email of ['ada@example.com', 'nobody@example.com']) {
      await ask(email);
      counts.push((await blotter.jobRuns.handOver(10, async () => {})).count);
    }
    expect(counts).to.deep.equal([1, 1]);
    expect(blotter.hasher.hashes).to.equal(0);
  });

  it('changes nothing about the user', async () => {
    const known = await blotter.users.findCredentials('ada@example.com');
    for (const kind of ['reset-password', 'verify-email'] as const) await ask('ada@example.com', kind);
    await mailsTo(blotter, 'ada@example.com');
    expect(await blotter.users.findCredentials('ada@example.com')).to.deep.equal(known);
    await blotter.signIn.execute(anAttempt());
  });

  it('sends nobody a mail for an address that nobody has', async () => {
    await ask('nobody@example.com');
    await ask('nobody@example.com', 'verify-email');
    expect(await mailsTo(blotter, 'nobody@example.com')).to.deep.equal([]);
    expect(await workOff(blotter)).to.equal(0);
  });

  it('sends a mail to the address as it is kept', async () => {
    await ask(' ADA@Example.com ');
    expect(subjectsOf(await mailsTo(blotter, 'ada@example.com')).at(-1)).to.equal('Choose a new password for Blotter');
  });
});
