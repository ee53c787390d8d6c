import { ContainerModule } from 'inversify';
import { AccountController } from '#adapters/inbound/http/accounts/account-controller.ts';
import { accountRoutes } from '#adapters/inbound/http/accounts/account-routes.ts';
import { createApp } from '#adapters/inbound/http/app.ts';
import { AuthController } from '#adapters/inbound/http/auth/auth-controller.ts';
import { authRoutes } from '#adapters/inbound/http/auth/auth-routes.ts';
import { proveIdentity } from '#adapters/inbound/http/auth/prove-identity.ts';
import { Cursors } from '#adapters/inbound/http/cursor.ts';
import { documentRoutes } from '#adapters/inbound/http/documents/document-routes.ts';
import { OperationController } from '#adapters/inbound/http/operations/operation-controller.ts';
import { operationRoutes } from '#adapters/inbound/http/operations/operation-routes.ts';
import { browserSession } from '#adapters/inbound/http/session/browser-session.ts';
import { healthRoutes } from '#adapters/inbound/http/system/health-routes.ts';
import { metricsRoutes } from '#adapters/inbound/http/system/metrics-routes.ts';
import { UserController } from '#adapters/inbound/http/users/user-controller.ts';
import { userRoutes } from '#adapters/inbound/http/users/user-routes.ts';
import { whoAsks } from '#adapters/inbound/http/who-asks.ts';
import { Authenticate } from '#application/identity/authenticate.ts';
import { IssueAccessToken } from '#application/identity/issue-access-token.ts';
import { ReadProfile } from '#application/identity/read-profile.ts';
import { RegisterUser } from '#application/identity/register-user.ts';
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
import { App, Opened } from './tokens.ts';

export const http = new ContainerModule(({ bind }) => {
  bind(Cursors).toResolvedValue(({ secret }) => new Cursors(secret), [Opened.web]);
  bind(OperationController).toResolvedValue(
    (cursors, record, list, find, replace, change, remove, history) =>
      new OperationController({ record, list, find, replace, change, delete: remove, history }, cursors),
    [
      Cursors,
      RecordOperation,
      ListOperations,
      FindOperation,
      ReplaceOperation,
      ChangeOperation,
      DeleteOperation,
      ReadOperationHistory,
    ],
  );
  bind(AccountController).toResolvedValue(
    (cursors, open, list, find, change, close) => new AccountController({ open, list, find, change, close }, cursors),
    [Cursors, OpenAccount, ListAccounts, FindAccount, ChangeAccount, CloseAccount],
  );
  bind(AuthController).toResolvedValue(
    (register, issue, revoke) => new AuthController(register, issue, revoke),
    [RegisterUser, IssueAccessToken, RevokeAccessToken],
  );
  bind(UserController).toResolvedValue((readProfile) => new UserController(readProfile), [ReadProfile]);
  bind(App).toResolvedValue(
    (web, store, log, metrics, readiness, authenticate, signIn, auth, users, accounts, operations) => {
      const session = browserSession({ store, secret: web.secret, https: web.https });
      return createApp({
        ...web,
        log,
        lookUpSession: session.lookUp,
        whoAsks: whoAsks(authenticate),
        health: healthRoutes(readiness),
        metrics: metricsRoutes(metrics),
        documents: documentRoutes(web.version),
        auth: authRoutes(auth, { beginSession: session.begin, proveIdentity: proveIdentity(signIn) }),
        users: userRoutes(users),
        accounts: accountRoutes(accounts),
        operations: operationRoutes(operations),
      });
    },
    [
      Opened.web,
      Opened.sessionStore,
      Opened.requestLog,
      Opened.metrics,
      Opened.readiness,
      Authenticate,
      SignIn,
      AuthController,
      UserController,
      AccountController,
      OperationController,
    ],
  );
});
