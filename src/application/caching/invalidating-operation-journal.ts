import type { Operation } from '#domain/ledger/operation.ts';
import type { StoredAnswer } from '../ports/answer-repository.ts';
import type { Cache } from '../ports/cache.ts';
import type { OperationJournal } from '../ports/operation-journal.ts';
import type { HistoryEntry } from '../ports/operation-repository.ts';
import { tags } from './tags.ts';
import { toldInAnyCase } from './told-in-any-case.ts';

/** Invalidates the lists that a new operation belongs to. */
export class InvalidatingOperationJournal implements OperationJournal {
  readonly #journal: OperationJournal;
  readonly #cache: Cache;

  constructor(journal: OperationJournal, cache: Cache) {
    this.#journal = journal;
    this.#cache = cache;
  }

  async record(operation: Operation, entry: HistoryEntry, answer: StoredAnswer | null): Promise<string | null> {
    const touched = [tags.operations(operation.userId)];
    const announcement = await this.#cache.announce(touched);
    return toldInAnyCase(
      () => this.#journal.record(operation, entry, answer),
      () => this.#cache.invalidateTags(touched, [announcement]),
    );
  }
}
