import type { Operation } from '#domain/ledger/operation.ts';
import type { Import, ImportCounts, NewAccount, StagedRow } from '../imports/import.ts';
import type { Inspection } from '../imports/reading/inspection.ts';
import type { RunId } from '../jobs/job.ts';
import type { ExternalKey } from './operation-repository.ts';

/** How an operation of a file is known again: by the broker's id, or by what its row says. */
export type ImportKey = ExternalKey | { readonly accountId: string; readonly importKey: string };

/** Keys of one account and one source, or of one account and no id. No source is an empty text. */
export const keyGroupOf = (key: ImportKey): string =>
  'importKey' in key ? key.accountId : `${key.accountId} ${key.source ?? ''}`;

export type Read = {
  readonly inspection: Inspection;
  readonly counts: ImportCounts | null;
  readonly newAccounts: readonly NewAccount[];
};

/** Rows that come under the external key of a row before them. */
export type Repeated = { readonly same: number; readonly doubtful: number };

/** How far it is, of 0 to 1: to be told after each piece of work, however small. Whoever is told may let others come first. */
export type Progress = (part: number) => Promise<void>;

/**
 * Where a file meets the ledger. Each method but the look-ups is all or nothing, and comes to nothing when the run is no longer the job's: then it
 * throws LockLost.
 */
export interface ImportLedger {
  /** Whether anything is known by a key of the same group. */
  hasAny(userId: string, key: ImportKey): Promise<boolean>;

  /** Those that are known by one of the keys, with the key that found each. */
  known(userId: string, keys: readonly ImportKey[]): Promise<readonly (readonly [ImportKey, Operation])[]>;

  /** Operations that nobody could tell by a key, piece by piece. */
  unkeyed(userId: string): AsyncIterable<readonly Operation[]>;

  /**
   * Puts the rows in the place of those that were staged before, and what `done` says when they have all come into the import, which is a draft then.
   * A new row under the external key of a new row before it becomes `same`, or `doubtful` where it says something else: `done` hears of how many.
   */
  stage(
    run: RunId,
    file: Import,
    rows: AsyncIterable<readonly StagedRow[]>,
    done: (repeated: Repeated) => Read,
  ): Promise<void>;

  /** It cannot be read: it has failed, and no rows. */
  fail(run: RunId, file: Import, inspection: Inspection): Promise<void>;

  /**
   * Books the new rows, into accounts that come with them, and throws the bytes away. What was booked meanwhile under the same key is left.
   * @returns how many operations are new. @throws {Refusal} NOT_FOUND where an account is gone.
   */
  commit(run: RunId, file: Import, at: Date, progress: Progress): Promise<number>;

  /** Takes back what the commit has booked, changed or not, and the accounts that came with it and are empty. @returns how many operations went. */
  undo(run: RunId, file: Import, at: Date, progress: Progress): Promise<number>;
}
