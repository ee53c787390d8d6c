import type { Operation } from '#domain/ledger/operation.ts';
import type { Inspection } from './reading/inspection.ts';
import type { Mapping } from './reading/mapping.ts';
import type { CellProblem } from './reading/unreadable-cell.ts';

/** `failed`: it cannot be read, for the reason that its inspection has. */
export const IMPORT_STATES = [
  'uploading',
  'reading',
  'draft',
  'failed',
  'committing',
  'committed',
  'undoing',
  'undone',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** In which it is when its job is over and has not come to its end: as before, and a file that was not read is one that cannot be read. */
const AFTER_JOB: Partial<Record<ImportState, ImportState>> = {
  reading: 'failed',
  committing: 'draft',
  undoing: 'committed',
};

export const stateOf = ({ state, jobIsOver }: Pick<Import, 'state' | 'jobIsOver'>): ImportState =>
  (jobIsOver ? AFTER_JOB[state] : undefined) ?? state;

/**
 * `new`: not in the ledger. `same`: it is there already. `doubtful`: something else is there under its identity, and stays. `error`: it is refused,
 * for its problems. `ignored`: left out knowingly, for its reason.
 */
export const ROW_STATES = ['new', 'same', 'doubtful', 'error', 'ignored'] as const;
export type RowState = (typeof ROW_STATES)[number];

export type ImportCounts = { readonly rows: number } & { readonly [State in RowState]: number };

/** An account that the file names and that there is not yet: it comes with the commit. */
export type NewAccount = { readonly id: string; readonly name: string; readonly currency: string };

/** A file that somebody brings, and what is to become of it. */
export type Import = {
  readonly userId: string;
  readonly id: string;
  readonly state: ImportState;
  readonly fileName: string | null;
  /** In bytes. */
  readonly size: number;
  /** Of rows that name no account; null: the main one. */
  readonly accountId: string | null;
  /** What people have said of how it is to be read. */
  readonly corrections: Partial<Mapping>;
  readonly inspection: Inspection | null;
  readonly counts: ImportCounts | null;
  readonly newAccounts: readonly NewAccount[];
  /** What reads, commits or undoes it, or did so last. */
  readonly jobId: string | null;
  /** Nothing becomes of that job any more; what it was to do is not done, unless the state says so. */
  readonly jobIsOver: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** Nothing of them is in the ledger, and something is to become of them. */
export const OPEN_STATES: readonly ImportState[] = ['uploading', 'reading', 'draft', 'failed'];

/** A row that was read, with the operations that it stands for. */
export type StagedRow = {
  /** From 1. */
  readonly number: number;
  readonly line: number;
  readonly state: RowState;
  /** Names of the cells; null where they are those of the inspection. */
  readonly columns: readonly string[] | null;
  readonly cells: readonly string[];
  readonly problems: readonly CellProblem[];
  /** Why it is left out. */
  readonly reason: string | null;
  readonly operations: readonly StagedOperation[];
};

export type StagedOperation = {
  readonly operation: Operation;
  /** By which it is known again, where it has no external id. */
  readonly importKey: string | null;
};
