import { dashboardReportHandler } from '#adapters/inbound/jobs/dashboard-report.ts';
import { importHandler } from '#adapters/inbound/jobs/import-work.ts';
import { purgeHandler } from '#adapters/inbound/jobs/purge.ts';
import { sendLinkHandler } from '#adapters/inbound/jobs/send-link.ts';
import { sendMailHandler } from '#adapters/inbound/jobs/send-mail.ts';
import { NodeDigest } from '#adapters/outbound/security/node-digest.ts';
import { ExportOperations } from '#application/exports/export-operations.ts';
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
import { SendLink } from '#application/identity/send-link.ts';
import { SignIn } from '#application/identity/sign-in.ts';
import { VerifyEmail } from '#application/identity/verify-email.ts';
import { WriteLink } from '#application/identity/write-link.ts';
import { ChangeImport } from '#application/imports/change-import.ts';
import { FindImport } from '#application/imports/find-import.ts';
import { ReadImport } from '#application/imports/read-import.ts';
import { CommitImport, UndoImport } from '#application/imports/settle-import.ts';
import { StartImport } from '#application/imports/start-import.ts';
import { ChangeJob } from '#application/jobs/change-job.ts';
import { FindJob } from '#application/jobs/find-job.ts';
import { FireSchedules } from '#application/jobs/fire-schedules.ts';
import { ListJobs } from '#application/jobs/list-jobs.ts';
import type { TaskHandlers } from '#application/jobs/task-handler.ts';
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
import { SendMail } from '#application/mail/send-mail.ts';
import type { AccountQueries } from '#application/ports/account-queries.ts';
import type { AuditQueries } from '#application/ports/audit-queries.ts';
import type { CashQueries } from '#application/ports/cash-queries.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { CredentialQueries } from '#application/ports/credential-queries.ts';
import type { CredentialUsage } from '#application/ports/credential-usage.ts';
import type { Housekeeping } from '#application/ports/housekeeping.ts';
import type { IdGenerator } from '#application/ports/id-generator.ts';
import type { ImportFiles } from '#application/ports/import-files.ts';
import type { ImportLedger } from '#application/ports/import-ledger.ts';
import type { ImportQueries } from '#application/ports/import-queries.ts';
import type { InstrumentQueries } from '#application/ports/instrument-queries.ts';
import type { JobQueries } from '#application/ports/job-queries.ts';
import type { JobRuns } from '#application/ports/job-runs.ts';
import type { Mailer } from '#application/ports/mailer.ts';
import type { OperationExport } from '#application/ports/operation-export.ts';
import type { OperationJournal } from '#application/ports/operation-journal.ts';
import type { OperationQueries } from '#application/ports/operation-queries.ts';
import type { PasswordHasher } from '#application/ports/password-hasher.ts';
import type { Positions } from '#application/ports/positions.ts';
import type { PrincipalQueries } from '#application/ports/principal-queries.ts';
import type { RateLimiter } from '#application/ports/rate-limiter.ts';
import type { ReportFigures } from '#application/ports/report-figures.ts';
import type { Timetable } from '#application/ports/timetable.ts';
import type { TokenSecrets } from '#application/ports/token-secrets.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { UserQueries } from '#application/ports/user-queries.ts';
import { KeepReportSchedules } from '#application/reports/keep-report-schedules.ts';
import { ReportDashboard } from '#application/reports/report-dashboard.ts';
import { RequestReport } from '#application/reports/request-report.ts';
import { PurgeExpired } from '#application/upkeep/purge-expired.ts';
import type { CommonPasswords } from '#domain/identity/common-passwords.ts';

export type Ports = {
  readonly unitOfWork: UnitOfWork;
  readonly journal: OperationJournal;
  readonly operations: OperationQueries;
  readonly accounts: AccountQueries;
  readonly positions: Positions;
  readonly imports: ImportQueries;
  readonly importFiles: ImportFiles;
  readonly importLedger: ImportLedger;
  readonly operationExport: OperationExport;
  readonly cash: CashQueries;
  readonly instruments: InstrumentQueries;
  readonly users: UserQueries;
  readonly principals: PrincipalQueries;
  readonly audit: AuditQueries;
  readonly credentials: CredentialQueries;
  readonly credentialUsage: CredentialUsage;
  readonly jobs: JobQueries;
  readonly jobRuns: JobRuns;
  readonly housekeeping: Housekeeping;
  readonly reportFigures: ReportFigures;
  readonly timetable: Timetable;
  readonly mailer: Mailer;
  readonly limiter: RateLimiter;
  readonly common: CommonPasswords;
  readonly hasher: PasswordHasher;
  readonly secrets: TokenSecrets;
  readonly ids: IdGenerator;
  readonly clock: Clock;
};

/** What links in mails begin with. */
export const PUBLIC_URL = 'https://ledger.example';

/** Every use case, as the container of the process makes it, over these ports. */
export const useCasesOver = (ports: Ports) => ({
  ...identityOver(ports),
  ...ledgerOver(ports),
  ...importsOver(ports),
  ...jobsOver(ports),
});

const importsOver = ({ unitOfWork, importFiles, accounts, imports, ids, clock }: Ports) => ({
  startImport: new StartImport({ unitOfWork, files: importFiles, accounts, ids, clock }),
  changeImport: new ChangeImport(unitOfWork, accounts, ids, clock),
  findImport: new FindImport(imports, unitOfWork),
});

const identityOver = (ports: Ports) => {
  const { unitOfWork, users, principals, credentials, limiter, common, hasher, secrets, ids, clock } = ports;
  const registerUser = new RegisterUser(unitOfWork, hasher, common, { ids, clock });
  const limits = new AttemptLimits(limiter, unitOfWork);
  const renewal = new Renewal(unitOfWork, hasher, { ids, clock });
  return {
    registerUser,
    registerDiscreetly: new RegisterDiscreetly({
      registerUser,
      unitOfWork,
      limiter,
      common,
      ids,
      clock,
      publicUrl: PUBLIC_URL,
    }),
    signIn: new SignIn(users, hasher, unitOfWork, limits, { confirmedOnly: false }),
    signInConfirmed: new SignIn(users, hasher, unitOfWork, limits, { confirmedOnly: true }),
    beginSession: new BeginSession(unitOfWork, ids, clock),
    endSession: new EndSession(unitOfWork),
    issueAccessToken: new IssueAccessToken(unitOfWork, { secrets, ids, clock }),
    revokeAccessToken: new RevokeAccessToken(unitOfWork, secrets),
    createToken: new CreateToken(unitOfWork, secrets, ids, clock),
    deleteToken: new DeleteToken(unitOfWork),
    listCredentials: new ListCredentials(credentials, clock),
    authenticate: new Authenticate(principals, ports.credentialUsage, secrets, clock),
    renewSession: new RenewSession(unitOfWork, ids),
    readAuditLog: new ReadAuditLog(ports.audit),
    readProfile: new ReadProfile(users),
    changeProfile: new ChangeProfile({
      unitOfWork,
      hasher,
      limits,
      limiter,
      common,
      timetable: ports.timetable,
      ids,
      clock,
    }),
    keepUsers: new KeepUsers(users, unitOfWork),
    resetPassword: new ResetPassword(renewal, common),
    askForMail: new AskForMail(unitOfWork, limiter, ids),
    resetForgottenPassword: new ResetForgottenPassword(unitOfWork, secrets, renewal, common),
    verifyEmail: new VerifyEmail(unitOfWork, secrets, clock),
  };
};

const ledgerOver = ({
  unitOfWork,
  journal,
  operations,
  accounts,
  instruments,
  positions,
  operationExport,
  cash,
  users,
  ids,
  clock,
}: Ports) => ({
  openAccount: new OpenAccount(unitOfWork, ids, clock),
  listAccounts: new ListAccounts(accounts),
  findAccount: new FindAccount(accounts),
  changeAccount: new ChangeAccount(unitOfWork, clock),
  closeAccount: new CloseAccount(unitOfWork),
  recordBatch: new RecordBatch(unitOfWork, accounts, ids, clock),
  recordOperation: new RecordOperation(journal, accounts, instruments, { ids, clock }),
  listOperations: new ListOperations(operations, accounts, users),
  findOperation: new FindOperation(operations),
  replaceOperation: new ReplaceOperation(unitOfWork, accounts, instruments, clock),
  changeOperation: new ChangeOperation(unitOfWork, instruments, clock),
  deleteOperation: new DeleteOperation(unitOfWork, clock),
  exportOperations: new ExportOperations(operationExport, accounts, users),
  listPositions: new ListPositions(positions, accounts, users),
  listCash: new ListCash(cash, accounts),
  keepInstruments: new KeepInstruments(instruments, unitOfWork, clock),
  readOperationHistory: new ReadOperationHistory(operations),
});

const jobsOver = (ports: Ports) => {
  const { unitOfWork, jobs, mailer, secrets, housekeeping, accounts, users, limiter, timetable, ids, clock } = ports;
  const sendMail = new SendMail(mailer);
  const purgeExpired = new PurgeExpired(housekeeping, clock);
  const handlers: TaskHandlers = {
    'send-mail': sendMailHandler(sendMail),
    'send-link': sendLinkHandler(new SendLink(new WriteLink(unitOfWork, secrets, PUBLIC_URL), sendMail, clock)),
    purge: purgeHandler(purgeExpired),
    'read-import': importHandler(
      new ReadImport({ ...ports, files: ports.importFiles, ledger: ports.importLedger, digest: new NodeDigest() }),
    ),
    'commit-import': importHandler(new CommitImport(ports.imports, ports.importLedger, clock)),
    'undo-import': importHandler(new UndoImport(ports.imports, ports.importLedger, clock)),
    'dashboard-report': dashboardReportHandler(new ReportDashboard(ports.users, ports.reportFigures)),
  };
  return {
    purgeExpired,
    handlers,
    listJobs: new ListJobs(jobs),
    findJob: new FindJob(jobs),
    changeJob: new ChangeJob(unitOfWork, jobs),
    requestReport: new RequestReport({ unitOfWork, accounts, users, limiter, ids, clock }),
    keepReportSchedules: new KeepReportSchedules({ unitOfWork, accounts, timetable, ids, clock }),
    fireSchedules: new FireSchedules(unitOfWork, timetable, ids, clock),
  };
};
