import { type Acting, doerOf } from '#application/identity/doers.ts';
import type { Proof } from '#application/identity/proof.ts';
import type { User } from '#domain/identity/user.ts';
import { actingAs, anAttempt, CLIENT, NEW_PASSWORD, PASSWORD } from '#test/application/blotter.ts';
import { outdatedHash } from '#test/application/doubles/quick-password-hasher.ts';
import { proofOf } from '#test/application/identity/signed-in.ts';
import { tokenIn } from '#test/application/mails.ts';
import { workOff } from '#test/application/work-off.ts';
import { MeasuredBlotter, type Work } from './measured-blotter.ts';
import { ids } from './settlers.ts';

/** A transaction begins and commits. */
const COSTS = {
  'a registration': [6, 6],
  'a sign-in': [1, 1],
  'a sign-in that fails': [4, 4],
  'a sign-in that makes its hash anew': [6, 6],
  'a session': [7, 7],
  'a session under another id': [3, 3],
  'the end of a session': [4, 4],
  'the end of a login among the sessions': [5, 5],
  'the end of all sessions': [5, 5],
  'the end of all sessions of a user by an admin': [6, 6],
  'the end of everybody’s sessions': [5, 5],
  'an access token': [7, 7],
  'the end of an access token': [4, 4],
  'a personal access token': [6, 6],
  'a personal access token for an account': [7, 7],
  'the end of a personal access token': [4, 4],
  'a look at who stands behind a token': [1, 1],
  'the first look of a minute': [2, 2],
  'another look at who stands behind a token': [0, 0],
  'a look at whose a session is': [1, 1],
  'the sessions': [1, 1],
  'the tokens': [1, 1],
  'the profile': [1, 1],
  'a change of the name': [9, 9],
  'a change of the password': [15, 15],
  'a change of the address': [13, 13],
  'a new password from the operator': [9, 9],
  'a request for a link': [4, 4],
  'a new password by a link': [15, 15],
  'a confirmation of an address': [7, 7],
  'a look for jobs with nothing to do': [1, 1],
  'a mail delivered': [6, 6],
  'a link written and mailed': [10, 10],
  'a link for nobody': [9, 9],
  'the audit log': [1, 1],
  'the users': [1, 1],
  'one user': [1, 1],
  'a decision about a user': [6, 6],
  'the disabling of a user': [8, 8],
  'the removal of a user': [12, 12],
} as const;

describe('Identity on PostgreSQL', () => {
  const blotter = MeasuredBlotter.ofSuite();
  let use: MeasuredBlotter['use'];
  let user: User;
  let ada: Acting;
  let admin: Acting;
  let main: string;

  before(async () => {
    ({ use } = blotter);
    user = await blotter.register();
    ada = actingAs(user.id);
    admin = actingAs((await blotter.register('admin')).id, 'admin');
    main = (await blotter.store.accounts.findDefault(user.id))!;
    // From here on every pool has its connection.
    await use.keepUsers.list(admin, { limit: 1, after: null });
    await relay();
  });

  const relay = () => workOff({ ...blotter.store, handlers: use.handlers });
  const relayOne = () => workOff({ ...blotter.store, handlers: use.handlers }, undefined, 1);
  const now = (work: Work) => async () => work;
  const proven = () => proofOf(blotter.store, user.id);
  const withProof = (work: (proof: Proof) => Promise<unknown>) => async () => {
    const proof = await proven();
    return () => work(proof);
  };
  const withToken =
    (work: (secret: string) => Promise<unknown>, looks = 1) =>
    async () => {
      const { secret } = await use.issueAccessToken.execute(await proven(), CLIENT);
      for (let look = 0; look < looks; look += 1) await use.authenticate.byToken(secret);
      return () => work(secret);
    };
  const withSession = (work: (id: string) => Promise<unknown>) => async () => {
    const id = await use.beginSession.execute(await proven(), CLIENT);
    return () => work(id);
  };
  const withUser =
    (work: (user: User) => Promise<unknown>, prepare: (user: User) => Promise<unknown> = async () => {}) =>
    async () => {
      const somebody = await blotter.register();
      await relay();
      await prepare(somebody);
      return () => work(somebody);
    };
  const signedIn = async ({ id }: User): Promise<Acting> => {
    const session = await use.beginSession.execute(await proofOf(blotter.store, id), CLIENT);
    return { ...(await use.authenticate.bySession(id, session))!, client: CLIENT };
  };
  const withSignedIn = (work: (actor: Acting) => Promise<unknown>) => async () => {
    const actor = await signedIn(await blotter.register());
    return () => work(actor);
  };
  const createToken = (accountIds: string[] | null) =>
    use.createToken.execute(ada, { name: 'A script', scopes: ['jobs'], accountIds });
  const ask = ({ email }: Pick<User, 'email'>) => use.askForMail.execute('reset-password', { email }, CLIENT);
  const withLink = (work: (token: string) => Promise<unknown>, kind: 'reset-password' | 'verify-email') => async () => {
    const { email } = await blotter.register();
    await use.askForMail.execute(kind, { email }, CLIENT);
    await relay();
    const token = tokenIn(blotter.mailer.sent.at(-1));
    return () => work(token);
  };
  const anAddress = () => `${ids.next()}@example.com`;

  blotter.expectCosts(COSTS, {
    'a registration': now(() => blotter.register()),
    'a sign-in': now(() => use.signIn.execute(anAttempt({ email: user.email }))),
    'a sign-in that fails': now(() => use.signIn.execute(anAttempt({ email: 'nobody@example.com' })).catch(() => {})),
    'a sign-in that makes its hash anew': withUser(
      ({ email }) => use.signIn.execute(anAttempt({ email })),
      ({ id }) => blotter.store.unitOfWork.run(({ users }) => users.changePassword(id, outdatedHash(PASSWORD))),
    ),
    'a session': withProof((proof) => use.beginSession.execute(proof, CLIENT)),
    'a session under another id': withSession((id) => use.renewSession.execute(user.id, id)),
    'the end of a session': withSession((id) => use.endSession.one(user.id, id, doerOf(ada))),
    'the end of a login among the sessions': async () => {
      await use.issueAccessToken.execute(await proven(), CLIENT);
      const [login] = await use.listCredentials.signedIn(ada);
      return () => use.endSession.one(user.id, login!.id, doerOf(ada));
    },
    'the end of all sessions': withSession(() => use.endSession.all(ada)),
    'the end of all sessions of a user by an admin': withSession(() => use.endSession.allOf(admin, user.id)),
    'the end of everybody’s sessions': withSession(() => use.endSession.ofEverybody(admin)),
    'an access token': withProof((proof) => use.issueAccessToken.execute(proof, CLIENT)),
    'the end of an access token': withToken((secret) => use.revokeAccessToken.execute(ada, secret)),
    'a personal access token': now(() => createToken(null)),
    'a personal access token for an account': now(() => createToken([main])),
    'the end of a personal access token': async () => {
      const { token } = await createToken(null);
      return () => use.deleteToken.execute(ada, token.id);
    },
    'a look at who stands behind a token': withToken((secret) => use.authenticate.byToken(secret)),
    'the first look of a minute': withToken((secret) => use.authenticate.byToken(secret), 0),
    'another look at who stands behind a token': withToken((secret) => use.authenticate.byToken(secret), 2),
    'a look at whose a session is': withSession((id) => use.authenticate.bySession(user.id, id)),
    'the sessions': now(() => use.listCredentials.signedIn(ada)),
    'the tokens': now(() => use.listCredentials.tokens(ada)),
    'the profile': now(() => use.readProfile.execute(ada)),
    'a change of the name': withSignedIn((actor) => use.changeProfile.execute(actor, { username: 'B' }, '192.0.2.1')),
    'a change of the password': withSignedIn((actor) =>
      use.changeProfile.execute(actor, { password: NEW_PASSWORD, currentPassword: PASSWORD }, '192.0.2.1'),
    ),
    'a change of the address': withSignedIn((actor) =>
      use.changeProfile.execute(actor, { email: anAddress(), currentPassword: PASSWORD }, '192.0.2.1'),
    ),
    'a new password from the operator': withUser(({ email }) => use.resetPassword.execute(email, NEW_PASSWORD)),
    'a request for a link': now(() => ask({ email: anAddress() })),
    'a new password by a link': withLink(
      (token) => use.resetForgottenPassword.execute({ token, password: NEW_PASSWORD }, CLIENT),
      'reset-password',
    ),
    'a confirmation of an address': withLink((token) => use.verifyEmail.execute({ token }, CLIENT), 'verify-email'),
    'a look for jobs with nothing to do': async () => {
      await relay();
      return relayOne;
    },
    'a mail delivered': withUser(relayOne, ({ email }) => use.resetPassword.execute(email, NEW_PASSWORD)),
    'a link written and mailed': withUser(relayOne, ask),
    'a link for nobody': async () => {
      await relay();
      await ask({ email: anAddress() });
      return relayOne;
    },
    'the audit log': now(() => use.readAuditLog.execute(admin, { filter: {}, limit: 50, before: null })),
    'the users': now(() => use.keepUsers.list(admin, { limit: 50, after: null })),
    'one user': now(() => use.keepUsers.find(admin, user.id)),
    'a decision about a user': withUser(({ id }) => use.keepUsers.decide(admin, id, { role: 'auditor' })),
    'the disabling of a user': withUser(({ id }) => use.keepUsers.decide(admin, id, { isActive: false })),
    'the removal of a user': withUser(({ id }) => use.keepUsers.remove(admin, id)),
  });
});
