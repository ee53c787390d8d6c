import { ContainerModule } from 'inversify';
import { ActFor } from '#application/identity/act-for.ts';
import { AskForMail } from '#application/identity/ask-for-mail.ts';
import { AttemptLimits } from '#application/identity/attempt-limits.ts';
import { Authenticate } from '#application/identity/authenticate.ts';
import { BeginSession } from '#application/identity/begin-session.ts';
import { ChangeProfile } from '#application/identity/change-profile.ts';
import { CreateToken } from '#application/identity/create-token.ts';
import { DeleteToken } from '#application/identity/delete-token.ts';
import { EndSession } from '#application/identity/end-session.ts';
import { IssueAccessToken } from '#application/identity/issue-access-token.ts';
import { KeepUsers } from '#application/identity/keep-users.ts';
import { ListCredentials } from '#application/identity/list-credentials.ts';
import { ReadAuditLog } from '#application/identity/read-audit-log.ts';
import { ReadProfile } from '#application/identity/read-profile.ts';
import { RegisterDiscreetly } from '#application/identity/register-discreetly.ts';
import { RegisterUser } from '#application/identity/register-user.ts';
import { RenewSession } from '#application/identity/renew-session.ts';
import { Renewal } from '#application/identity/renewal.ts';
import { ResetForgottenPassword } from '#application/identity/reset-forgotten-password.ts';
import { ResetPassword } from '#application/identity/reset-password.ts';
import { RevokeAccessToken } from '#application/identity/revoke-access-token.ts';
import { SignIn } from '#application/identity/sign-in.ts';
import { VerifyEmail } from '#application/identity/verify-email.ts';
import { WriteLink } from '#application/identity/write-link.ts';
import { Opened, Port } from './tokens.ts';

export const identity = new ContainerModule(({ bind }) => {
  bind(RegisterUser).toResolvedValue(
    (unitOfWork, hasher, common, ids, clock) => new RegisterUser(unitOfWork, hasher, common, { ids, clock }),
    [Port.unitOfWork, Port.hasher, Port.commonPasswords, Port.ids, Port.clock],
  );
  bind(RegisterDiscreetly).toResolvedValue(
    (registerUser, unitOfWork, limiter, common, ids, clock, { mailedOrigin: publicUrl }) =>
      new RegisterDiscreetly({ registerUser, unitOfWork, limiter, common, ids, clock, publicUrl }),
    [RegisterUser, Port.unitOfWork, Opened.limiter, Port.commonPasswords, Port.ids, Port.clock, Opened.web],
  );
  bind(AttemptLimits).toResolvedValue(
    (limiter, unitOfWork) => new AttemptLimits(limiter, unitOfWork),
    [Opened.limiter, Port.unitOfWork],
  );
  bind(SignIn).toResolvedValue(
    (users, hasher, unitOfWork, limits, { discreet }) =>
      new SignIn(users, hasher, unitOfWork, limits, { confirmedOnly: discreet }),
    [Port.users, Port.hasher, Port.unitOfWork, AttemptLimits, Opened.web],
  );
  bind(BeginSession).toResolvedValue(
    (unitOfWork, ids, clock) => new BeginSession(unitOfWork, ids, clock),
    [Port.unitOfWork, Port.ids, Port.clock],
  );
  bind(EndSession).toResolvedValue((unitOfWork) => new EndSession(unitOfWork), [Port.unitOfWork]);
  bind(IssueAccessToken).toResolvedValue(
    (unitOfWork, secrets, ids, clock) => new IssueAccessToken(unitOfWork, { secrets, ids, clock }),
    [Port.unitOfWork, Port.secrets, Port.ids, Port.clock],
  );
  bind(RevokeAccessToken).toResolvedValue(
    (unitOfWork, secrets) => new RevokeAccessToken(unitOfWork, secrets),
    [Port.unitOfWork, Port.secrets],
  );
  bind(CreateToken).toResolvedValue(
    (unitOfWork, secrets, ids, clock) => new CreateToken(unitOfWork, secrets, ids, clock),
    [Port.unitOfWork, Port.secrets, Port.ids, Port.clock],
  );
  bind(DeleteToken).toResolvedValue((unitOfWork) => new DeleteToken(unitOfWork), [Port.unitOfWork]);
  bind(ListCredentials).toResolvedValue(
    (credentials, clock) => new ListCredentials(credentials, clock),
    [Port.credentials, Port.clock],
  );
  bind(Authenticate).toResolvedValue(
    (principals, usage, secrets, clock) => new Authenticate(principals, usage, secrets, clock),
    [Port.principals, Port.credentialUsage, Port.secrets, Port.clock],
  );
  bind(ReadProfile).toResolvedValue((users) => new ReadProfile(users), [Port.users]);
  bind(ChangeProfile).toResolvedValue(
    (unitOfWork, hasher, limits, limiter, common, timetable, ids, clock) =>
      new ChangeProfile({ unitOfWork, hasher, limits, limiter, common, timetable, ids, clock }),
    [
      Port.unitOfWork,
      Port.hasher,
      AttemptLimits,
      Opened.limiter,
      Port.commonPasswords,
      Port.timetable,
      Port.ids,
      Port.clock,
    ],
  );
  bind(KeepUsers).toResolvedValue(
    (users, unitOfWork) => new KeepUsers(users, unitOfWork),
    [Port.users, Port.unitOfWork],
  );
  bind(RenewSession).toResolvedValue(
    (unitOfWork, ids) => new RenewSession(unitOfWork, ids),
    [Port.unitOfWork, Port.ids],
  );
  bind(ReadAuditLog).toResolvedValue((audit) => new ReadAuditLog(audit), [Port.audit]);
  bind(Renewal).toResolvedValue(
    (unitOfWork, hasher, ids, clock) => new Renewal(unitOfWork, hasher, { ids, clock }),
    [Port.unitOfWork, Port.hasher, Port.ids, Port.clock],
  );
  bind(ActFor).toResolvedValue((users) => new ActFor(users), [Port.users]);
  bind(ResetPassword).toResolvedValue(
    (renewal, common) => new ResetPassword(renewal, common),
    [Renewal, Port.commonPasswords],
  );
  bind(AskForMail).toResolvedValue(
    (unitOfWork, limiter, ids) => new AskForMail(unitOfWork, limiter, ids),
    [Port.unitOfWork, Opened.limiter, Port.ids],
  );
  bind(WriteLink).toResolvedValue(
    (unitOfWork, secrets, { mailedOrigin }) => new WriteLink(unitOfWork, secrets, mailedOrigin),
    [Port.unitOfWork, Port.secrets, Opened.web],
  );
  bind(ResetForgottenPassword).toResolvedValue(
    (unitOfWork, secrets, renewal, common) => new ResetForgottenPassword(unitOfWork, secrets, renewal, common),
    [Port.unitOfWork, Port.secrets, Renewal, Port.commonPasswords],
  );
  bind(VerifyEmail).toResolvedValue(
    (unitOfWork, secrets, clock) => new VerifyEmail(unitOfWork, secrets, clock),
    [Port.unitOfWork, Port.secrets, Port.clock],
  );
});
