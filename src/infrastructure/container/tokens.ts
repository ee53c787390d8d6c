import type { Express } from 'express';
import type { Store } from 'express-session';
import type { ServiceIdentifier } from 'inversify';
import type { RequestLog } from '#adapters/inbound/http/request-log.ts';
import type { ReadinessCheck } from '#adapters/inbound/http/system/health-routes.ts';
import type { MetricsText } from '#adapters/inbound/http/system/metrics-routes.ts';
import type { Pools } from '#adapters/outbound/postgres/connect.ts';
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

/** A name for a binding that carries its type: a factory that takes its arguments in another order does not compile. */
const token = <T>(name: string): ServiceIdentifier<T> => Symbol(name);

export type WebSettings = {
  /** Null in the default: any loopback name of the port. */
  readonly publicOrigin: string | null;
  readonly https: boolean;
  readonly trustProxy: readonly string[];
  readonly secret: string;
  readonly version: string;
};

/** What the process brings: what was opened before the container is filled, and is closed after it. */
export const Opened = {
  pools: token<Pools>('pools'),
  transactions: token<UnitOfWork>('transactions'),
  sessionStore: token<Store>('session store'),
  requestLog: token<RequestLog>('request log'),
  metrics: token<MetricsText>('metrics'),
  readiness: token<readonly ReadinessCheck[]>('readiness checks'),
  principals: token<PrincipalQueries & PrincipalMemory>('principals'),
  web: token<WebSettings>('web settings'),
} as const;

export const Port = {
  accounts: token<AccountQueries>('account queries'),
  clock: token<Clock>('clock'),
  hasher: token<PasswordHasher>('password hasher'),
  housekeeping: token<Housekeeping>('housekeeping'),
  ids: token<IdGenerator>('id generator'),
  journal: token<OperationJournal>('operation journal'),
  operations: token<OperationQueries>('operation queries'),
  principalMemory: token<PrincipalMemory>('principal memory'),
  principals: token<PrincipalQueries>('principal queries'),
  secrets: token<TokenSecrets>('token secrets'),
  unitOfWork: token<UnitOfWork>('unit of work'),
  users: token<UserQueries>('user queries'),
} as const;

export const App: ServiceIdentifier<Express> = token('app');
