import type { Operation } from '#domain/ledger/operation.ts';
import type { StoredAnswer } from '../ports/answer-repository.ts';
import type { Cache } from '../ports/cache.ts';
import type { OperationJournal } from '../ports/operation-journal.ts';
import type { HistoryEntry } from '../ports/operation-repository.ts';
import { tags } from './tags.ts';
import { toldWhenItMayHaveHappened } from './told-when-it-may-have-happened.ts';

/** Invalidates the lists that a new operation belongs to; also when it was booked before, as who did may have died before it told anybody. */
export class InvalidatingOperationJournal implements OperationJournal {
  readonly #journal: OperationJournal;
  readonly #cache: Cache;

  constructor(journal: OperationJournal, cache: Cache) {
    this.#journal = journal;
    this.#cache = cache;
  }

  record(operation: Operation, entry: HistoryEntry, answer: StoredAnswer | null): Promise<string | null> {
    return toldWhenItMayHaveHappened(
      () => this.#journal.record(operation, entry, answer),
      () => this.#cache.invalidateTags([tags.operations(operation.userId)]),
    );
  }
}
