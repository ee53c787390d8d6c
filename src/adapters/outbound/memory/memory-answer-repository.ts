import { answeredBefore } from '#application/ledger/stored-answer.ts';
import type { AnswerRepository, StoredAnswer } from '#application/ports/answer-repository.ts';
import { REPEATABLE_HOURS } from '#application/ports/repeatable.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';

export class MemoryAnswerRepository implements AnswerRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async claim(answer: StoredAnswer): Promise<string | null> {
    const key = ownedKey(answer.userId, answer.key);
    const first = this.#tables.answers.get(key);
    if (first && !answerExpired(first, answer.at)) return answeredBefore(first, answer);
    this.#tables.answers.set(key, answer);
    return null;
  }

  async settle(answer: StoredAnswer): Promise<void> {
    this.#tables.answers.set(ownedKey(answer.userId, answer.key), answer);
  }
}

export const answerExpired = ({ at }: StoredAnswer, now: Date): boolean =>
  at.getTime() <= now.getTime() - REPEATABLE_HOURS * 3_600_000;
