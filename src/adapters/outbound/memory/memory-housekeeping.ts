import type { Housekeeping } from '#application/ports/housekeeping.ts';
import { answerExpired } from './memory-answer-repository.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryHousekeeping implements Housekeeping {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  purgeExpired(now: Date): Promise<number> {
    return this.#store.transaction(({ answers, tokens, sessions }) => {
      const rows = (): number => answers.size + tokens.size + sessions.size;
      const before = rows();
      for (const [key, answer] of answers) if (answerExpired(answer, now)) answers.delete(key);
      for (const [key, { expiresAt }] of tokens) if (expiresAt !== null && expiresAt <= now) tokens.delete(key);
      for (const [key, { expiresAt }] of sessions) if (expiresAt <= now) sessions.delete(key);
      return before - rows();
    });
  }
}
