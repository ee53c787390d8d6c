import { expect } from 'chai';
import type { PoolClient } from 'pg';
import type { User } from '#domain/identity/user.ts';
import { anAttempt, CLIENT, NEW_PASSWORD } from '#test/application/blotter.ts';
import { tokenIn } from '#test/application/mails.ts';
import { workOff } from '#test/application/work-off.ts';
import { MeasuredBlotter } from './measured-blotter.ts';
import { until, waiting } from './until.ts';

describe('On PostgreSQL', () => {
  const blotter = MeasuredBlotter.ofSuite();
  let user: User;
  let holder: PoolClient;

  beforeEach(async () => {
    user = await blotter.register();
    holder = await blotter.store.sql.connect();
  });
  afterEach(() => holder.release());

  const mailedToken = async (kind: 'reset-password' | 'verify-email') => {
    await blotter.use.askForMail.execute(kind, { email: user.email }, CLIENT);
    await workOff({ ...blotter.store, handlers: blotter.use.handlers });
    return tokenIn(blotter.mailer.sent.at(-1));
  };
  /** Lets all of the works come as far as the user, whom somebody else has, and only then go on. */
  const atOnce = async <T>(...works: readonly (() => Promise<T>)[]) => {
    await holder.query('BEGIN');
    await holder.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [user.id]);
    const ends = Promise.allSettled(works.map((work) => work()));
    await until('all of them wait', async () => (await waiting(blotter.store.sql)) === works.length);
    await holder.query('COMMIT');
    return ends;
  };
  const reasonsOf = (ends: readonly PromiseSettledResult<unknown>[]) =>
    ends.flatMap((end) => (end.status === 'rejected' ? [end.reason.code] : []));

  it('one of two who choose a password by one link at once does', async () => {
    const token = await mailedToken('reset-password');
    const passwords = ['first horse battery', 'second horse battery'];
    const ends = await atOnce(
      ...passwords.map((password) => () => blotter.use.resetForgottenPassword.execute({ token, password }, CLIENT)),
    );
    expect(reasonsOf(ends)).to.deep.equal(['BAD_TOKEN']);
  });

  it('one of two who confirm an address by one link at once does', async () => {
    const token = await mailedToken('verify-email');
    const verify = () => blotter.use.verifyEmail.execute({ token }, CLIENT);
    expect(reasonsOf(await atOnce(verify, verify))).to.deep.equal(['BAD_TOKEN']);
  });

  it('a link that waits for a new password is void when it gets its turn', async () => {
    const token = await mailedToken('reset-password');
    const works = [
      () => blotter.use.resetPassword.execute(user.email, NEW_PASSWORD),
      () => blotter.use.resetForgottenPassword.execute({ token, password: 'a link’s horse battery' }, CLIENT),
    ];
    const ends = await atOnce(...works);
    // Whoever came first, the link changed nothing after the operator had.
    const { email } = user;
    const usedFirst = ends[1]?.status === 'fulfilled';
    if (!usedFirst) expect(reasonsOf(ends)).to.deep.equal(['BAD_TOKEN']);
    expect((await blotter.use.signIn.execute(anAttempt({ email, password: NEW_PASSWORD }))).user.id).to.equal(user.id);
  });
});
