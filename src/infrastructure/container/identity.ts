import { ContainerModule } from 'inversify';
import { Authenticate } from '#application/identity/authenticate.ts';
import { IssueAccessToken } from '#application/identity/issue-access-token.ts';
import { ReadProfile } from '#application/identity/read-profile.ts';
import { RegisterUser } from '#application/identity/register-user.ts';
import { ResetPassword } from '#application/identity/reset-password.ts';
import { RevokeAccessToken } from '#application/identity/revoke-access-token.ts';
import { SignIn } from '#application/identity/sign-in.ts';
import { PurgeExpired } from '#application/upkeep/purge-expired.ts';
import { Port } from './tokens.ts';

export const identity = new ContainerModule(({ bind }) => {
  bind(RegisterUser).toResolvedValue(
    (unitOfWork, hasher, ids, clock) => new RegisterUser(unitOfWork, hasher, ids, clock),
    [Port.unitOfWork, Port.hasher, Port.ids, Port.clock],
  );
  bind(SignIn).toResolvedValue((users, hasher) => new SignIn(users, hasher), [Port.users, Port.hasher]);
  bind(IssueAccessToken).toResolvedValue(
    (unitOfWork, secrets, clock) => new IssueAccessToken(unitOfWork, secrets, clock),
    [Port.unitOfWork, Port.secrets, Port.clock],
  );
  bind(RevokeAccessToken).toResolvedValue(
    (unitOfWork, secrets, memory) => new RevokeAccessToken(unitOfWork, secrets, memory),
    [Port.unitOfWork, Port.secrets, Port.principalMemory],
  );
  bind(Authenticate).toResolvedValue(
    (principals, secrets, clock) => new Authenticate(principals, secrets, clock),
    [Port.principals, Port.secrets, Port.clock],
  );
  bind(ReadProfile).toResolvedValue((users) => new ReadProfile(users), [Port.users]);
  bind(ResetPassword).toResolvedValue(
    (unitOfWork, hasher, memory) => new ResetPassword(unitOfWork, hasher, memory),
    [Port.unitOfWork, Port.hasher, Port.principalMemory],
  );
  bind(PurgeExpired).toResolvedValue(
    (housekeeping, clock) => new PurgeExpired(housekeeping, clock),
    [Port.housekeeping, Port.clock],
  );
});
