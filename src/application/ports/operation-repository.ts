import type { Operation } from '#domain/ledger/operation.ts';
import type { FieldChange } from '#domain/ledger/operation-changes.ts';

/** One line of an operation's history. */
export type HistoryEntry = {
  readonly action: 'created' | 'replaced' | 'changed' | 'deleted';
  readonly by: string;
  readonly at: Date;
  readonly changes: readonly FieldChange[];
};

export interface OperationRepository {
  /** The owner's operation, locked until the unit of work ends; null when there is none or it is somebody else's. */
  find(userId: string, id: string): Promise<Operation | null>;

  /**
   * Replaces the version before and writes the history of it.
   * @throws {Refusal} STALE_VERSION when that is not the stored one, ALREADY_EXISTS when (account, source, external_id) is taken,
   *   NOT_FOUND when the account is not the owner's.
   */
  save(operation: Operation, entry: HistoryEntry): Promise<void>;

  /** Removes the operation; its history stays, with this entry at the end. */
  delete(operation: Operation, entry: HistoryEntry): Promise<void>;
}
