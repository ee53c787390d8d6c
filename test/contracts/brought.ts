import {
  type Import,
  type ImportCounts,
  type ImportState,
  ROW_STATES,
  type StagedOperation,
  type StagedRow,
} from '#application/imports/import.ts';
import type { Inspection } from '#application/imports/reading/inspection.ts';
import { UNREAD } from '#application/imports/reading/usual.ts';
import type { RunId } from '#application/jobs/job.ts';
import { type NewJob, newJob } from '#application/jobs/new-job.ts';
import type { Read } from '#application/ports/import-ledger.ts';
import type { Ticket } from '#application/ports/job-runs.ts';
import type { User } from '#domain/identity/user.ts';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { anOperationDraft, NOW } from '#test/domain/builders.ts';
import { anOperationOf, ids, type Settler } from './settlers.ts';
import type { Store } from './stores/store.ts';

/** A file that the user is sending. */
export const anImportOf = ({ id: userId }: Pick<User, 'id'>, overrides: Partial<Import> = {}): Import => ({
  userId,
  id: ids.next(),
  state: 'uploading',
  fileName: 'mine.csv',
  size: 0,
  accountId: null,
  corrections: {},
  inspection: null,
  counts: null,
  newAccounts: [],
  jobId: null,
  jobIsOver: false,
  version: 1,
  createdAt: NOW,
  updatedAt: NOW,
  ...overrides,
});

export async function bring(store: Store, { user }: Settler, overrides: Partial<Import> = {}): Promise<Import> {
  const file = anImportOf(user, overrides);
  await store.unitOfWork.run(({ imports }) => imports.add(file));
  return file;
}

/** The same, in another state. */
export async function moved(store: Store, file: Import, state: ImportState): Promise<Import> {
  const next = { ...file, state, version: file.version + 1 };
  await store.unitOfWork.run(({ imports }) => imports.save(next));
  return next;
}

/** As it is in the store, be it that nobody is shown it. */
export const kept = ({ unitOfWork }: Store, { userId, id }: Import): Promise<Import | null> =>
  unitOfWork.run(({ imports }) => imports.find(userId, id));

/** A job of the user that waits. */
export async function aReadJob({ unitOfWork }: Store, { id: userId }: Pick<User, 'id'>): Promise<NewJob> {
  const job = newJob(ids.next(), { task: 'read-import', payload: { importId: ids.next() } }, { userId });
  await unitOfWork.run(({ jobs }) => jobs.add(job));
  return job;
}

async function begin({ jobRuns }: Store, jobId: string): Promise<RunId> {
  const handed: Ticket[] = [];
  await jobRuns.handOver(1_000, async (tickets) => {
    handed.push(...tickets);
  });
  const ticket = handed.find((each) => each.jobId === jobId);
  const run = ticket ? await jobRuns.begin(ticket, ids.next()) : null;
  if (run === null) throw new Error('The job did not wait.');
  return run;
}

export const aRunOf = async (store: Store, user: Pick<User, 'id'>): Promise<RunId> =>
  begin(store, (await aReadJob(store, user)).id);

export const anInspection = (overrides: Partial<Inspection> = {}): Inspection => ({
  problem: null,
  mapping: UNREAD,
  columns: [{ name: 'type', examples: ['buy'], use: 'type', proof: null }],
  types: [],
  moreTypes: false,
  records: 1,
  questions: [],
  ...overrides,
});

export const aRow = (number: number, overrides: Partial<StagedRow> = {}): StagedRow => ({
  number,
  line: number + 1,
  state: 'new',
  columns: null,
  cells: [],
  problems: [],
  reason: null,
  operations: [],
  ...overrides,
});

export const aStaged = (ada: Settler, draft: OperationDraft, importKey: string | null = null): StagedOperation => ({
  operation: anOperationOf(ada, anOperationDraft(draft)),
  importKey,
});

export const countsOf = (rows: readonly StagedRow[]): ImportCounts => {
  const counts = ROW_STATES.map((state) => [state, rows.filter((row) => row.state === state).length]);
  return { rows: rows.length, ...Object.fromEntries(counts) };
};

/** A batch for each row. */
export async function* inBatches(rows: readonly StagedRow[]): AsyncGenerator<readonly StagedRow[]> {
  for (const row of rows) yield [row];
}

/** A draft with these rows. */
export const aDraft = async (store: Store, ada: Settler, rows: readonly StagedRow[], read: Partial<Read> = {}) =>
  staged(store, await bring(store, ada, { state: 'reading' }), rows, read);

/** The import, which was being read, as a draft with these rows. */
export async function staged(
  store: Store,
  file: Import,
  rows: readonly StagedRow[],
  read: Partial<Read> = {},
): Promise<Import> {
  const run = await aRunOf(store, { id: file.userId });
  const done = { inspection: anInspection(), counts: countsOf(rows), newAccounts: [], ...read };
  await store.importLedger.stage(run, file, inBatches(rows), () => done);
  return shown(store, file);
}

/** As its owner is shown it. */
export async function shown({ imports }: Store, { userId, id }: Import): Promise<Import> {
  const file = await imports.find(userId, id);
  if (file === null) throw new Error('There is no such import.');
  return file;
}
