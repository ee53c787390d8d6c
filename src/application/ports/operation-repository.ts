import type { Operation } from '#domain/ledger/operation.ts';
import type { FieldChange } from '#domain/ledger/operation-changes.ts';

/** One line of an operation's history. */
export type HistoryEntry = {
  readonly action: 'created' | 'replaced' | 'changed' | 'deleted';
  readonly by: string;
  readonly at: Date;
  readonly changes: readonly FieldChange[];
};

/** An operation as it is now, with what its history says of how it came so. */
export type OperationChange = { readonly operation: Operation; readonly entry: HistoryEntry };

/** By which an operation is known where it was told; unique within the owner. */
export type ExternalKey = {
  readonly accountId: string;
  readonly source: string | null;
  readonly externalId: string;
};

/** Null where it was given none. */
export const externalKeyOf = ({ fields: { accountId, source, externalId } }: Operation): ExternalKey | null =>
  externalId === null ? null : { accountId, source, externalId };

export interface OperationRepository {
  /** The owner's operation, locked until the unit of work ends; null when there is none or it is somebody else's. */
  find(userId: string, id: string): Promise<Operation | null>;

  /**
   * Replaces the version before and writes the history of it.
   * @throws {Refusal} STALE_VERSION when that is not the stored one, ALREADY_EXISTS when (account, source, external_id) is taken,
   *   NOT_FOUND when the account is not the owner's.
   */
  save(operation: Operation, entry: HistoryEntry): Promise<void>;

  /** Those of the owner that are known by one of the keys, locked until the unit of work ends. In no order. */
  listByExternalKeys(userId: string, keys: readonly ExternalKey[]): Promise<readonly Operation[]>;

  /**
   * Inserts new operations of one owner, but those whose (account, source, external_id) is taken: their ids are returned. Waits for who is writing such
   * a key just now. Nothing is written of their history before they change: until then the operation says what it is.
   * @throws {Refusal} NOT_FOUND when an account is not the owner's; nothing is inserted then.
   */
  addAll(operations: readonly Operation[]): Promise<ReadonlySet<string>>;

  /**
   * Replaces many of one owner that are locked, and writes their history. One may come several times, version after version. Accounts and external
   * keys stay as they are.
   */
  saveAll(changes: readonly OperationChange[]): Promise<void>;

  /** Removes the operation; its history stays, with this entry at the end. */
  delete(operation: Operation, entry: HistoryEntry): Promise<void>;
}
