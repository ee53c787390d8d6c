import type { AccountQueries } from '#application/ports/account-queries.ts';
import type { AuditQueries } from '#application/ports/audit-queries.ts';
import type { CashQueries } from '#application/ports/cash-queries.ts';
import type { CredentialQueries } from '#application/ports/credential-queries.ts';
import type { CredentialUsage } from '#application/ports/credential-usage.ts';
import type { Housekeeping } from '#application/ports/housekeeping.ts';
import type { ImportFiles } from '#application/ports/import-files.ts';
import type { ImportLedger } from '#application/ports/import-ledger.ts';
import type { ImportQueries } from '#application/ports/import-queries.ts';
import type { InstrumentQueries } from '#application/ports/instrument-queries.ts';
import type { JobQueries } from '#application/ports/job-queries.ts';
import type { JobRuns } from '#application/ports/job-runs.ts';
import type { OperationExport } from '#application/ports/operation-export.ts';
import type { OperationJournal } from '#application/ports/operation-journal.ts';
import type { OperationQueries } from '#application/ports/operation-queries.ts';
import type { Positions } from '#application/ports/positions.ts';
import type { PrincipalQueries } from '#application/ports/principal-queries.ts';
import type { ReportFigures } from '#application/ports/report-figures.ts';
import type { UnitOfWork } from '#application/ports/unit-of-work.ts';
import type { UserQueries } from '#application/ports/user-queries.ts';

/** All the ports of one place where a Blotter keeps what it knows: a suite prepares with some, and looks with others. */
export type Store = {
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
  readonly reportFigures: ReportFigures;
  readonly users: UserQueries;
  readonly principals: PrincipalQueries;
  readonly audit: AuditQueries;
  readonly credentials: CredentialQueries;
  readonly credentialUsage: CredentialUsage;
  readonly jobs: JobQueries;
  readonly jobRuns: JobRuns;
  readonly housekeeping: Housekeeping;
  close(): Promise<void>;
};

export type OpenStore = () => Promise<Store>;
