import { Authenticate } from '#application/identity/authenticate.ts';
import { IssueAccessToken } from '#application/identity/issue-access-token.ts';
import { ReadProfile } from '#application/identity/read-profile.ts';
import { RegisterUser } from '#application/identity/register-user.ts';
import { ResetPassword } from '#application/identity/reset-password.ts';
import { RevokeAccessToken } from '#application/identity/revoke-access-token.ts';
import { SignIn } from '#application/identity/sign-in.ts';
import { ChangeAccount } from '#application/ledger/change-account.ts';
import { ChangeOperation } from '#application/ledger/change-operation.ts';
import { CloseAccount } from '#application/ledger/close-account.ts';
import { DeleteOperation } from '#application/ledger/delete-operation.ts';
import { FindAccount } from '#application/ledger/find-account.ts';
import { FindOperation } from '#application/ledger/find-operation.ts';
import { ListAccounts } from '#application/ledger/list-accounts.ts';
import { ListOperations } from '#application/ledger/list-operations.ts';
import { OpenAccount } from '#application/ledger/open-account.ts';
import { ReadOperationHistory } from '#application/ledger/read-operation-history.ts';
import { RecordOperation } from '#application/ledger/record-operation.ts';
import { ReplaceOperation } from '#application/ledger/replace-operation.ts';
import type { AccountQueries } from '#application/ports/account-queries.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { Housekeeping } from '#application/ports/housekeeping.ts';
import type { IdGenerator } from '#application/ports/id-generator.ts';
import type { OperationJournal } from '#application/ports/operation-journal.ts';
import type { OperationQueries } from '#application/ports/operation-queries.ts';
import type { PasswordHasher } from '#application/ports/password-hasher.ts';
import type { PrincipalMemory } from '#application/ports/principal-memory.ts';
import type { PrincipalQueries } from '#application/ports/principal-queries.ts';
import type { TokenSecrets } from '#application/ports/token-secrets.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { UserQueries } from '#application/ports/user-queries.ts';
import { PurgeExpired } from '#application/upkeep/purge-expired.ts';

export type Ports = {
  readonly unitOfWork: UnitOfWork;
  readonly journal: OperationJournal;
  readonly operations: OperationQueries;
  readonly accounts: AccountQueries;
  readonly users: UserQueries;
  readonly principals: PrincipalQueries & PrincipalMemory;
  readonly housekeeping: Housekeeping;
  readonly hasher: PasswordHasher;
  readonly secrets: TokenSecrets;
  readonly ids: IdGenerator;
  readonly clock: Clock;
};

/** Every use case, as the container of the process makes it, over these ports. */
export const useCasesOver = (ports: Ports) => {
  const { unitOfWork, journal, operations, accounts, users, principals, housekeeping, hasher, secrets, ids, clock } =
    ports;
  return {
    registerUser: new RegisterUser(unitOfWork, hasher, ids, clock),
    signIn: new SignIn(users, hasher),
    authenticate: new Authenticate(principals, secrets, clock),
    readProfile: new ReadProfile(users),
    issueAccessToken: new IssueAccessToken(unitOfWork, secrets, clock),
    revokeAccessToken: new RevokeAccessToken(unitOfWork, secrets, principals),
    resetPassword: new ResetPassword(unitOfWork, hasher, principals),
    openAccount: new OpenAccount(unitOfWork, ids, clock),
    listAccounts: new ListAccounts(accounts),
    findAccount: new FindAccount(accounts),
    changeAccount: new ChangeAccount(unitOfWork, clock),
    closeAccount: new CloseAccount(unitOfWork),
    recordOperation: new RecordOperation(journal, accounts, ids, clock),
    listOperations: new ListOperations(operations, accounts),
    findOperation: new FindOperation(operations),
    replaceOperation: new ReplaceOperation(unitOfWork, accounts, clock),
    changeOperation: new ChangeOperation(unitOfWork, clock),
    deleteOperation: new DeleteOperation(unitOfWork, clock),
    readOperationHistory: new ReadOperationHistory(operations),
    purgeExpired: new PurgeExpired(housekeeping, clock),
  };
};
