import type { Housekeeping } from '#application/ports/housekeeping.ts';
import { answerExpired } from './memory-answer-repository.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryHousekeeping implements Housekeeping {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  purgeExpired(now: Date): Promise<number> {
    return this.#store.transaction(({ answers, tokens }) => {
      const before = answers.size + tokens.size;
      for (const [key, answer] of answers) if (answerExpired(answer, now)) answers.delete(key);
      for (const [key, { expiresAt }] of tokens) if (expiresAt <= now) tokens.delete(key);
      return before - answers.size - tokens.size;
    });
  }
}
