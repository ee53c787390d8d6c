import type { StoredAnswer } from '#application/ports/answer-repository.ts';
import type { OperationJournal } from '#application/ports/operation-journal.ts';
import type { HistoryEntry } from '#application/ports/operation-repository.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import { MemoryAnswerRepository } from './memory-answer-repository.ts';
import type { MemoryStore } from './memory-store.ts';
import { writeOperation } from './write-operation.ts';

export class MemoryOperationJournal implements OperationJournal {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  record(operation: Operation, entry: HistoryEntry, answer: StoredAnswer | null): Promise<string | null> {
    return this.#store.transaction(async (tables) => {
      const answeredBefore = answer && (await new MemoryAnswerRepository(tables).claim(answer));
      if (answeredBefore === null) writeOperation(tables, operation, entry);
      return answeredBefore;
    });
  }
}
