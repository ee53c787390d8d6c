import { MemoryAccountQueries } from '#adapters/outbound/memory/memory-account-queries.ts';
import { MemoryAuditQueries } from '#adapters/outbound/memory/memory-audit-queries.ts';
import { MemoryCashQueries } from '#adapters/outbound/memory/memory-cash-queries.ts';
import { MemoryCredentialQueries } from '#adapters/outbound/memory/memory-credential-queries.ts';
import { MemoryCredentialUsage } from '#adapters/outbound/memory/memory-credential-usage.ts';
import { MemoryHousekeeping } from '#adapters/outbound/memory/memory-housekeeping.ts';
import { MemoryImportFiles } from '#adapters/outbound/memory/memory-import-files.ts';
import { MemoryImportLedger } from '#adapters/outbound/memory/memory-import-ledger.ts';
import { MemoryImportQueries } from '#adapters/outbound/memory/memory-import-queries.ts';
import { MemoryInstrumentQueries } from '#adapters/outbound/memory/memory-instrument-queries.ts';
import { MemoryJobQueries } from '#adapters/outbound/memory/memory-job-queries.ts';
import { MemoryJobRuns } from '#adapters/outbound/memory/memory-job-runs.ts';
import { MemoryOperationExport } from '#adapters/outbound/memory/memory-operation-export.ts';
import { MemoryOperationJournal } from '#adapters/outbound/memory/memory-operation-journal.ts';
import { MemoryOperationQueries } from '#adapters/outbound/memory/memory-operation-queries.ts';
import { MemoryPositions } from '#adapters/outbound/memory/memory-positions.ts';
import { MemoryPrincipalQueries } from '#adapters/outbound/memory/memory-principal-queries.ts';
import { MemoryReportFigures } from '#adapters/outbound/memory/memory-report-figures.ts';
import { MemoryStore } from '#adapters/outbound/memory/memory-store.ts';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/memory-unit-of-work.ts';
import { MemoryUserQueries } from '#adapters/outbound/memory/memory-user-queries.ts';
import { CachedInstrumentQueries } from '#application/caching/cached-instrument-queries.ts';
import { CachedPrincipalQueries } from '#application/caching/cached-principal-queries.ts';
import { InvalidatingOperationJournal } from '#application/caching/invalidating-operation-journal.ts';
import { InvalidatingUnitOfWork } from '#application/caching/invalidating-unit-of-work.ts';
import type { Cache } from '#application/ports/cache.ts';
import type { InstrumentQueries } from '#application/ports/instrument-queries.ts';
import type { OperationJournal } from '#application/ports/operation-journal.ts';
import type { PrincipalQueries } from '#application/ports/principal-queries.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';

type Cached = {
  readonly unitOfWork: UnitOfWork;
  readonly journal: OperationJournal;
  readonly principals: PrincipalQueries;
  readonly instruments: InstrumentQueries;
};

/** The same ports, as a process has them that keeps what it has looked up. */
export const cachedPorts = <Ports extends Cached>(ports: Ports, cache: Cache) => ({
  ...ports,
  unitOfWork: new InvalidatingUnitOfWork(ports.unitOfWork, cache),
  journal: new InvalidatingOperationJournal(ports.journal, cache),
  principals: new CachedPrincipalQueries(ports.principals, cache),
  instruments: new CachedInstrumentQueries(ports.instruments, cache),
});

/** The ports of an empty store in memory. */
export const memoryPorts = (now = () => new Date()) => {
  const store = new MemoryStore();
  return {
    unitOfWork: new MemoryUnitOfWork(store, now),
    journal: new MemoryOperationJournal(store),
    operations: new MemoryOperationQueries(store),
    accounts: new MemoryAccountQueries(store),
    imports: new MemoryImportQueries(store),
    importFiles: new MemoryImportFiles(store, now),
    importLedger: new MemoryImportLedger(store, now),
    operationExport: new MemoryOperationExport(store),
    positions: new MemoryPositions(store),
    cash: new MemoryCashQueries(store),
    instruments: new MemoryInstrumentQueries(store),
    reportFigures: new MemoryReportFigures(store),
    users: new MemoryUserQueries(store),
    principals: new MemoryPrincipalQueries(store),
    audit: new MemoryAuditQueries(store),
    credentials: new MemoryCredentialQueries(store),
    credentialUsage: new MemoryCredentialUsage(store),
    jobs: new MemoryJobQueries(store, now),
    jobRuns: new MemoryJobRuns(store, now),
    housekeeping: new MemoryHousekeeping(store),
  };
};
