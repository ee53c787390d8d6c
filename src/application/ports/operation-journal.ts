import type { Operation } from '#domain/ledger/operation.ts';
import type { StoredAnswer } from './answer-repository.ts';
import type { HistoryEntry } from './operation-repository.ts';

/** The hot write: a new operation, its history and the answer to its Idempotency-Key, all or none, in one round trip. */
export interface OperationJournal {
  /**
   * Null when the operation is booked; the earlier answer when this request was answered before (then nothing is written).
   * @throws {Refusal} ALREADY_EXISTS with the existing id when (account, source, external_id) is taken; NOT_FOUND when the account is
   *   not the owner's; IDEMPOTENCY_MISMATCH or IDEMPOTENCY_IN_PROGRESS as AnswerRepository says.
   */
  record(operation: Operation, entry: HistoryEntry, answer: StoredAnswer | null): Promise<string | null>;
}
