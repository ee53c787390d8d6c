import { ContainerModule } from 'inversify';
import { AccountController } from '#adapters/inbound/http/accounts/account-controller.ts';
import { accountRoutes } from '#adapters/inbound/http/accounts/account-routes.ts';
import { createApp } from '#adapters/inbound/http/app.ts';
import { AuditController } from '#adapters/inbound/http/audit/audit-controller.ts';
import { auditRoutes } from '#adapters/inbound/http/audit/audit-routes.ts';
import { AuthController } from '#adapters/inbound/http/auth/auth-controller.ts';
import { authRoutes } from '#adapters/inbound/http/auth/auth-routes.ts';
import { MailedController } from '#adapters/inbound/http/auth/mailed-controller.ts';
import { proveIdentity } from '#adapters/inbound/http/auth/prove-identity.ts';
import { cachedBy } from '#adapters/inbound/http/caching/cached.ts';
import { CashController } from '#adapters/inbound/http/cash/cash-controller.ts';
import { cashRoutes } from '#adapters/inbound/http/cash/cash-routes.ts';
import { Cursors } from '#adapters/inbound/http/cursor.ts';
import { contractRoutes } from '#adapters/inbound/http/documents/contract-routes.ts';
import { documentRoutes } from '#adapters/inbound/http/documents/document-routes.ts';
import { ExportController } from '#adapters/inbound/http/export/export-controller.ts';
import { exportRoutes } from '#adapters/inbound/http/export/export-routes.ts';
import { ImportController } from '#adapters/inbound/http/imports/import-controller.ts';
import { importRoutes } from '#adapters/inbound/http/imports/import-routes.ts';
import { InstrumentController } from '#adapters/inbound/http/instruments/instrument-controller.ts';
import { instrumentRoutes } from '#adapters/inbound/http/instruments/instrument-routes.ts';
import { JobController } from '#adapters/inbound/http/jobs/job-controller.ts';
import { JobEvents } from '#adapters/inbound/http/jobs/job-events.ts';
import { jobRoutes } from '#adapters/inbound/http/jobs/job-routes.ts';
import { OperationController } from '#adapters/inbound/http/operations/operation-controller.ts';
import { operationRoutes } from '#adapters/inbound/http/operations/operation-routes.ts';
import { PositionController } from '#adapters/inbound/http/positions/position-controller.ts';
import { positionRoutes } from '#adapters/inbound/http/positions/position-routes.ts';
import { API_LIMIT, byPerson, limitedBy } from '#adapters/inbound/http/rate-limit.ts';
import { ReportController } from '#adapters/inbound/http/reports/report-controller.ts';
import { reportRoutes } from '#adapters/inbound/http/reports/report-routes.ts';
import { BrowserSessions } from '#adapters/inbound/http/session/browser-sessions.ts';
import { BrowserSignIn } from '#adapters/inbound/http/session/browser-sign-in.ts';
import { KnownDevices } from '#adapters/inbound/http/session/known-devices.ts';
import { healthRoutes } from '#adapters/inbound/http/system/health-routes.ts';
import { metricsRoutes } from '#adapters/inbound/http/system/metrics-routes.ts';
import { TokenController } from '#adapters/inbound/http/tokens/token-controller.ts';
import { tokenRoutes } from '#adapters/inbound/http/tokens/token-routes.ts';
import { AdminController } from '#adapters/inbound/http/users/admin-controller.ts';
import { SessionController } from '#adapters/inbound/http/users/session-controller.ts';
import { UserController } from '#adapters/inbound/http/users/user-controller.ts';
import { userRoutes } from '#adapters/inbound/http/users/user-routes.ts';
import { whoAsks } from '#adapters/inbound/http/who-asks.ts';
import { ExportOperations } from '#application/exports/export-operations.ts';
import { AskForMail } from '#application/identity/ask-for-mail.ts';
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
import { ResetForgottenPassword } from '#application/identity/reset-forgotten-password.ts';
import { RevokeAccessToken } from '#application/identity/revoke-access-token.ts';
import { SignIn } from '#application/identity/sign-in.ts';
import { VerifyEmail } from '#application/identity/verify-email.ts';
import { ChangeImport } from '#application/imports/change-import.ts';
import { FindImport } from '#application/imports/find-import.ts';
import { StartImport } from '#application/imports/start-import.ts';
import { ChangeJob } from '#application/jobs/change-job.ts';
import { FindJob } from '#application/jobs/find-job.ts';
import { FollowJob } from '#application/jobs/follow-job.ts';
import { ListJobs } from '#application/jobs/list-jobs.ts';
import { ChangeAccount } from '#application/ledger/change-account.ts';
import { ChangeOperation } from '#application/ledger/change-operation.ts';
import { CloseAccount } from '#application/ledger/close-account.ts';
import { DeleteOperation } from '#application/ledger/delete-operation.ts';
import { FindAccount } from '#application/ledger/find-account.ts';
import { FindOperation } from '#application/ledger/find-operation.ts';
import { KeepInstruments } from '#application/ledger/keep-instruments.ts';
import { ListAccounts } from '#application/ledger/list-accounts.ts';
import { ListCash } from '#application/ledger/list-cash.ts';
import { ListOperations } from '#application/ledger/list-operations.ts';
import { ListPositions } from '#application/ledger/list-positions.ts';
import { OpenAccount } from '#application/ledger/open-account.ts';
import { ReadOperationHistory } from '#application/ledger/read-operation-history.ts';
import { RecordBatch } from '#application/ledger/record-batch.ts';
import { RecordOperation } from '#application/ledger/record-operation.ts';
import { ReplaceOperation } from '#application/ledger/replace-operation.ts';
import { KeepReportSchedules } from '#application/reports/keep-report-schedules.ts';
import { RequestReport } from '#application/reports/request-report.ts';
import { App, Opened, Port, Web } from './tokens.ts';

export const http = new ContainerModule(({ bind }) => {
  bind(Cursors).toResolvedValue(({ secret }) => new Cursors(secret), [Opened.web]);
  bind(OperationController).toResolvedValue(
    (cursors, record, recordBatch, list, find, replace, change, remove, history) =>
      new OperationController({ record, recordBatch, list, find, replace, change, delete: remove, history }, cursors),
    [
      Cursors,
      RecordOperation,
      RecordBatch,
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
  bind(ExportController).toResolvedValue(
    (exportOperations, clock) => new ExportController(exportOperations, clock),
    [ExportOperations, Port.clock],
  );
  bind(ImportController).toResolvedValue(
    ({ importPatience }, cursors, start, find, change, follow) =>
      new ImportController({ start, find, change, follow }, cursors, importPatience),
    [Opened.web, Cursors, StartImport, FindImport, ChangeImport, FollowJob],
  );
  bind(PositionController).toResolvedValue(
    (cursors, positions) => new PositionController(positions, cursors),
    [Cursors, ListPositions],
  );
  bind(CashController).toResolvedValue((cash) => new CashController(cash), [ListCash]);
  bind(InstrumentController).toResolvedValue((instruments) => new InstrumentController(instruments), [KeepInstruments]);
  bind(JobController).toResolvedValue(
    (cursors, list, find, change) => new JobController({ list, find, change }, cursors),
    [Cursors, ListJobs, FindJob, ChangeJob],
  );
  bind(JobEvents).toResolvedValue((follow, ending) => new JobEvents(follow, ending), [FollowJob, Opened.ending]);
  bind(ReportController).toResolvedValue(
    (request, schedules) => new ReportController(request, schedules),
    [RequestReport, KeepReportSchedules],
  );
  bind(KnownDevices).toResolvedValue(({ secret, https }) => new KnownDevices(secret, https), [Opened.web]);
  bind(BrowserSignIn).toResolvedValue(
    (sessions, begin, end, renew, devices) => new BrowserSignIn(sessions, { begin, end, renew }, devices),
    [BrowserSessions, BeginSession, EndSession, RenewSession, KnownDevices],
  );
  bind(Web.register).toResolvedValue(
    ({ discreet }, openly, discreetly) => (discreet ? discreetly : openly),
    [Opened.web, RegisterUser, RegisterDiscreetly],
  );
  bind(AuthController).toResolvedValue(
    (register, issue, revoke, browsers) => new AuthController(register, issue, revoke, browsers),
    [Web.register, IssueAccessToken, RevokeAccessToken, BrowserSignIn],
  );
  bind(MailedController).toResolvedValue(
    (ask, reset, verify) => new MailedController(ask, reset, verify),
    [AskForMail, ResetForgottenPassword, VerifyEmail],
  );
  bind(UserController).toResolvedValue(
    (read, change, browsers) => new UserController(read, change, browsers),
    [ReadProfile, ChangeProfile, BrowserSignIn],
  );
  bind(SessionController).toResolvedValue(
    (credentials, end) => new SessionController(credentials, end),
    [ListCredentials, EndSession],
  );
  bind(TokenController).toResolvedValue(
    (credentials, create, remove) => new TokenController(credentials, create, remove),
    [ListCredentials, CreateToken, DeleteToken],
  );
  bind(AdminController).toResolvedValue((users, cursors) => new AdminController(users, cursors), [KeepUsers, Cursors]);
  bind(AuditController).toResolvedValue((read, cursors) => new AuditController(read, cursors), [ReadAuditLog, Cursors]);
  bind(BrowserSessions).toResolvedValue(
    (store, { secret, https }) => new BrowserSessions({ store, secret, https }),
    [Opened.sessionStore, Opened.web],
  );
  bind(Web.proveIdentity).toResolvedValue((signIn, devices) => proveIdentity(signIn, devices), [SignIn, KnownDevices]);
  bind(Web.cached).toResolvedValue((cache) => cachedBy(cache), [Opened.cache]);
  bind(Web.limited).toResolvedValue((limiter) => limitedBy(limiter), [Opened.limiter]);
  bind(Web.auth).toResolvedValue(
    (auth, mailed, identity, limited) => authRoutes(auth, mailed, { proveIdentity: identity, limited }),
    [AuthController, MailedController, Web.proveIdentity, Web.limited],
  );
  bind(Web.users).toResolvedValue(
    (users, sessions, admins, cached) => userRoutes({ users, sessions, admins }, cached),
    [UserController, SessionController, AdminController, Web.cached],
  );
  bind(App).toResolvedValue(
    (
      web,
      own,
      log,
      metrics,
      readiness,
      cached,
      authenticate,
      sessions,
      auth,
      users,
      tokens,
      audit,
      accounts,
      operations,
      exports,
      imports,
      positions,
      cash,
      instruments,
      jobs,
      events,
      reports,
      pages,
    ) =>
      createApp({
        ...web,
        log,
        limited: limitedBy(own)(API_LIMIT, byPerson),
        lookUpSession: sessions.lookUp,
        whoAsks: whoAsks(authenticate),
        health: healthRoutes(readiness),
        metrics: metricsRoutes(metrics),
        contract: contractRoutes(web.version, cached),
        documents: documentRoutes(cached),
        auth,
        users,
        tokens: tokenRoutes(tokens),
        audit: auditRoutes(audit, cached),
        accounts: accountRoutes(accounts, cached),
        operations: operationRoutes(operations, cached),
        exports: exportRoutes(exports),
        imports: importRoutes(imports, cached),
        positions: positionRoutes(positions, cached),
        cash: cashRoutes(cash, cached),
        instruments: instrumentRoutes(instruments, cached),
        jobs: jobRoutes(jobs, events, cached),
        reports: reportRoutes(reports, cached),
        ...pages,
      }),
    [
      Opened.web,
      Opened.ownLimiter,
      Opened.requestLog,
      Opened.metrics,
      Opened.readiness,
      Web.cached,
      Authenticate,
      BrowserSessions,
      Web.auth,
      Web.users,
      TokenController,
      AuditController,
      AccountController,
      OperationController,
      ExportController,
      ImportController,
      PositionController,
      CashController,
      InstrumentController,
      JobController,
      JobEvents,
      ReportController,
      Web.pages,
    ],
  );
});
