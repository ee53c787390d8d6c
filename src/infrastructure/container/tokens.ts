import type { ErrorRequestHandler, Express, RequestHandler } from 'express';
import type { Store } from 'express-session';
import type { ServiceIdentifier } from 'inversify';
import type { Cached } from '#adapters/inbound/http/caching/cached.ts';
import type { Limited } from '#adapters/inbound/http/rate-limit.ts';
import type { RequestLog } from '#adapters/inbound/http/request-log.ts';
import type { ReadinessCheck } from '#adapters/inbound/http/system/health-routes.ts';
import type { MetricsText } from '#adapters/inbound/http/system/metrics-routes.ts';
import type { Pools } from '#adapters/outbound/postgres/connect.ts';
import type { RefreshedPositions } from '#adapters/outbound/threads/threaded-positions.ts';
import type { RegisterUser } from '#application/identity/register-user.ts';
import type { ImportWork } from '#application/imports/import-work.ts';
import type { TaskHandlers } from '#application/jobs/task-handler.ts';
import type { AccountQueries } from '#application/ports/account-queries.ts';
import type { AuditQueries } from '#application/ports/audit-queries.ts';
import type { Cache } from '#application/ports/cache.ts';
import type { CashQueries } from '#application/ports/cash-queries.ts';
import type { Clock } from '#application/ports/clock.ts';
import type { CredentialQueries } from '#application/ports/credential-queries.ts';
import type { CredentialUsage } from '#application/ports/credential-usage.ts';
import type { Housekeeping } from '#application/ports/housekeeping.ts';
import type { IdGenerator } from '#application/ports/id-generator.ts';
import type { ImportFiles } from '#application/ports/import-files.ts';
import type { ImportQueries } from '#application/ports/import-queries.ts';
import type { InstrumentQueries } from '#application/ports/instrument-queries.ts';
import type { JobBoard } from '#application/ports/job-board.ts';
import type { JobChanges } from '#application/ports/job-changes.ts';
import type { JobQueries } from '#application/ports/job-queries.ts';
import type { JobRuns } from '#application/ports/job-runs.ts';
import type { Mailer } from '#application/ports/mailer.ts';
import type { OperationExport } from '#application/ports/operation-export.ts';
import type { OperationJournal } from '#application/ports/operation-journal.ts';
import type { OperationQueries } from '#application/ports/operation-queries.ts';
import type { PasswordHasher } from '#application/ports/password-hasher.ts';
import type { PrincipalQueries } from '#application/ports/principal-queries.ts';
import type { RateLimiter } from '#application/ports/rate-limiter.ts';
import type { ReportFigures } from '#application/ports/report-figures.ts';
import type { Timetable } from '#application/ports/timetable.ts';
import type { TokenSecrets } from '#application/ports/token-secrets.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { UserQueries } from '#application/ports/user-queries.ts';
import type { CommonPasswords } from '#domain/identity/common-passwords.ts';
import type { Database } from '../open-database.ts';

/** A name for a binding that carries its type: a factory that takes its arguments in another order does not compile. */
const token = <T>(name: string): ServiceIdentifier<T> => Symbol(name);

/** The pages, beside the API. */
export type Pages = {
  readonly assets: RequestHandler;
  readonly formLimits: RequestHandler;
  readonly pages: RequestHandler;
  readonly pageErrors: ErrorRequestHandler;
};

export type WebSettings = {
  /** How many milliseconds POST /imports waits for its file to be read. */
  readonly importPatience: number;
  /** Null in the default: any loopback name of the port. */
  readonly publicOrigin: string | null;
  readonly https: boolean;
  readonly trustProxy: readonly string[];
  readonly corsOrigins: readonly string[];
  /** Nobody is told who has an account here. */
  readonly discreet: boolean;
  /** What the links of mails begin with. */
  readonly mailedOrigin: string;
  readonly secret: string;
  readonly version: string;
};

/** What the process brings: what was opened before the container is filled, and is closed after it. */
export const Opened = {
  pools: token<Pools>('pools'),
  transactions: token<UnitOfWork>('transactions'),
  threads: token<Database['threads']>('threads'),
  /** The address of the database, for work that has a connection of its own. */
  databaseUrl: token<string>('database url'),
  sessionStore: token<Store>('session store'),
  requestLog: token<RequestLog>('request log'),
  metrics: token<MetricsText>('metrics'),
  readiness: token<readonly ReadinessCheck[]>('readiness checks'),
  cache: token<Cache>('cache'),
  jobChanges: token<JobChanges>('job changes'),
  /** Aborted when the process stops. */
  ending: token<AbortSignal>('end of the process'),
  mailer: token<Mailer>('mailer'),
  limiter: token<RateLimiter>('rate limiter'),
  ownLimiter: token<RateLimiter>('rate limiter of this process'),
  web: token<WebSettings>('web settings'),
} as const;

export const Port = {
  accounts: token<AccountQueries>('account queries'),
  audit: token<AuditQueries>('audit queries'),
  importFiles: token<ImportFiles>('import files'),
  imports: token<ImportQueries>('import queries'),
  cash: token<CashQueries>('cash queries'),
  instruments: token<InstrumentQueries>('instrument queries'),
  positions: token<RefreshedPositions>('positions'),
  board: token<JobBoard>('job board'),
  clock: token<Clock>('clock'),
  commonPasswords: token<CommonPasswords>('common passwords'),
  credentials: token<CredentialQueries>('credential queries'),
  credentialUsage: token<CredentialUsage>('credential usage'),
  hasher: token<PasswordHasher>('password hasher'),
  housekeeping: token<Housekeeping>('housekeeping'),
  ids: token<IdGenerator>('id generator'),
  jobRuns: token<JobRuns>('job runs'),
  jobs: token<JobQueries>('job queries'),
  journal: token<OperationJournal>('operation journal'),
  operationExport: token<OperationExport>('operation export'),
  operations: token<OperationQueries>('operation queries'),
  principals: token<PrincipalQueries>('principal queries'),
  reportFigures: token<ReportFigures>('report figures'),
  secrets: token<TokenSecrets>('token secrets'),
  timetable: token<Timetable>('timetable'),
  unitOfWork: token<UnitOfWork>('unit of work'),
  users: token<UserQueries>('user queries'),
} as const;

/** What a process does that works on jobs. */
export const Work = {
  handlers: token<TaskHandlers>('task handlers'),
  readImport: token<ImportWork>('reading of imports'),
  commitImport: token<ImportWork>('commit of imports'),
  undoImport: token<ImportWork>('undoing of imports'),
} as const;

/** Parts of the HTTP side that the API and the pages share. */
export const Web = {
  proveIdentity: token<RequestHandler>('proof of identity'),
  cached: token<Cached>('cached'),
  limited: token<Limited>('limited'),
  register: token<Pick<RegisterUser, 'execute'>>('registration by whoever comes'),
  auth: token<RequestHandler>('auth routes'),
  users: token<RequestHandler>('user routes'),
  pages: token<Pages>('pages'),
} as const;

export const App: ServiceIdentifier<Express> = token('app');
