import { ContainerModule } from 'inversify';
import { CronParserTimetable } from '#adapters/outbound/cron/cron-parser-timetable.ts';
import { PostgresImportFiles } from '#adapters/outbound/postgres/imports/postgres-import-files.ts';
import { PostgresImportQueries } from '#adapters/outbound/postgres/imports/postgres-import-queries.ts';
import { PostgresAccountQueries } from '#adapters/outbound/postgres/postgres-account-queries.ts';
import { PostgresAuditQueries } from '#adapters/outbound/postgres/postgres-audit-queries.ts';
import { PostgresCashQueries } from '#adapters/outbound/postgres/postgres-cash-queries.ts';
import { PostgresCredentialQueries } from '#adapters/outbound/postgres/postgres-credential-queries.ts';
import { PostgresCredentialUsage } from '#adapters/outbound/postgres/postgres-credential-usage.ts';
import { PostgresHousekeeping } from '#adapters/outbound/postgres/postgres-housekeeping.ts';
import { PostgresInstrumentQueries } from '#adapters/outbound/postgres/postgres-instrument-queries.ts';
import { PostgresJobBoard } from '#adapters/outbound/postgres/postgres-job-board.ts';
import { PostgresJobQueries } from '#adapters/outbound/postgres/postgres-job-queries.ts';
import { PostgresJobRuns } from '#adapters/outbound/postgres/postgres-job-runs.ts';
import { PostgresOperationExport } from '#adapters/outbound/postgres/postgres-operation-export.ts';
import { PostgresOperationJournal } from '#adapters/outbound/postgres/postgres-operation-journal.ts';
import { PostgresOperationQueries } from '#adapters/outbound/postgres/postgres-operation-queries.ts';
import { PostgresPositions } from '#adapters/outbound/postgres/postgres-positions.ts';
import { PostgresPrincipalQueries } from '#adapters/outbound/postgres/postgres-principal-queries.ts';
import { PostgresReportFigures } from '#adapters/outbound/postgres/postgres-report-figures.ts';
import { PostgresUserQueries } from '#adapters/outbound/postgres/postgres-user-queries.ts';
import { Argon2PasswordHasher } from '#adapters/outbound/security/argon2-password-hasher.ts';
import { ListedCommonPasswords } from '#adapters/outbound/security/listed-common-passwords.ts';
import { RandomTokenSecrets } from '#adapters/outbound/security/random-token-secrets.ts';
import { SystemClock } from '#adapters/outbound/security/system-clock.ts';
import { UuidIdGenerator } from '#adapters/outbound/security/uuid-id-generator.ts';
import { ThreadedPositions } from '#adapters/outbound/threads/threaded-positions.ts';
import { CachedInstrumentQueries } from '#application/caching/cached-instrument-queries.ts';
import { CachedPrincipalQueries } from '#application/caching/cached-principal-queries.ts';
import { InvalidatingOperationJournal } from '#application/caching/invalidating-operation-journal.ts';
import { InvalidatingUnitOfWork } from '#application/caching/invalidating-unit-of-work.ts';
import { Opened, Port } from './tokens.ts';

/** Operations that are reckoned with in the event loop: some milliseconds' worth. */
const RECKONED_HERE = 1_000;

/** Which adapter stands behind each port. */
export const ports = new ContainerModule(({ bind }) => {
  bind(Port.clock).toResolvedValue(() => new SystemClock());
  bind(Port.ids).toResolvedValue(() => new UuidIdGenerator());
  bind(Port.hasher).toResolvedValue(() => new Argon2PasswordHasher());
  bind(Port.secrets).toResolvedValue(({ secret }) => new RandomTokenSecrets(secret), [Opened.web]);
  bind(Port.commonPasswords).toResolvedValue(() => new ListedCommonPasswords());
  bind(Port.credentials).toResolvedValue((pools) => new PostgresCredentialQueries(pools), [Opened.pools]);
  bind(Port.credentialUsage).toResolvedValue((pools) => new PostgresCredentialUsage(pools), [Opened.pools]);
  bind(Port.unitOfWork).toResolvedValue(
    (transactions, cache) => new InvalidatingUnitOfWork(transactions, cache),
    [Opened.transactions, Opened.cache],
  );
  bind(Port.journal).toResolvedValue(
    (pools, cache) => new InvalidatingOperationJournal(new PostgresOperationJournal(pools), cache),
    [Opened.pools, Opened.cache],
  );
  bind(Port.operations).toResolvedValue((pools) => new PostgresOperationQueries(pools), [Opened.pools]);
  bind(Port.positions).toResolvedValue(
    ({ writes }, threads) =>
      new ThreadedPositions(new PostgresPositions(writes, RECKONED_HERE), {
        list: (...args) => threads.positions.run('list positions', ...args),
        explain: (...args) => threads.positions.run('explain positions', ...args),
        refresh: (...args) => threads.positions.run('refresh positions', ...args),
      }),
    [Opened.pools, Opened.threads],
  );
  bind(Port.operationExport).toResolvedValue((url) => new PostgresOperationExport(url), [Opened.databaseUrl]);
  bind(Port.importFiles).toResolvedValue(({ writes }) => new PostgresImportFiles(writes), [Opened.pools]);
  bind(Port.imports).toResolvedValue(({ lists }) => new PostgresImportQueries(lists), [Opened.pools]);
  bind(Port.cash).toResolvedValue((pools) => new PostgresCashQueries(pools), [Opened.pools]);
  bind(Port.instruments).toResolvedValue(
    (pools, positions, cache) =>
      new CachedInstrumentQueries(new PostgresInstrumentQueries(pools, (userId) => positions.refresh(userId)), cache),
    [Opened.pools, Port.positions, Opened.cache],
  );
  bind(Port.accounts).toResolvedValue((pools) => new PostgresAccountQueries(pools), [Opened.pools]);
  bind(Port.users).toResolvedValue((pools) => new PostgresUserQueries(pools), [Opened.pools]);
  bind(Port.audit).toResolvedValue((pools) => new PostgresAuditQueries(pools), [Opened.pools]);
  bind(Port.principals).toResolvedValue(
    (pools, cache) => new CachedPrincipalQueries(new PostgresPrincipalQueries(pools), cache),
    [Opened.pools, Opened.cache],
  );
  bind(Port.jobs).toResolvedValue((pools) => new PostgresJobQueries(pools), [Opened.pools]);
  bind(Port.board).toResolvedValue((pools) => new PostgresJobBoard(pools), [Opened.pools]);
  bind(Port.jobRuns).toResolvedValue(({ jobs }) => new PostgresJobRuns(jobs), [Opened.pools]);
  bind(Port.timetable).toResolvedValue(() => new CronParserTimetable());
  bind(Port.reportFigures).toResolvedValue((pools) => new PostgresReportFigures(pools), [Opened.pools]);
  bind(Port.housekeeping).toResolvedValue(({ lists }) => new PostgresHousekeeping(lists), [Opened.pools]);
});
