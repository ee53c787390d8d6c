import { FAILED_DAYS, type Housekeeping, RESULT_DAYS } from '#application/ports/housekeeping.ts';
import type { KeptJob } from './kept-job.ts';
import { answerExpired } from './memory-answer-repository.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryHousekeeping implements Housekeeping {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  purgeExpired(now: Date): Promise<number> {
    return this.#store.transaction(({ answers, tokens, sessions, jobs }) => {
      const rows = (): number => answers.size + tokens.size + sessions.size + jobs.size;
      const before = rows();
      for (const [key, answer] of answers) if (answerExpired(answer, now)) answers.delete(key);
      for (const [key, { expiresAt }] of tokens) if (expiresAt !== null && expiresAt <= now) tokens.delete(key);
      for (const [key, { expiresAt }] of sessions) if (expiresAt <= now) sessions.delete(key);
      for (const [key, job] of jobs) if (jobExpired(job, now)) jobs.delete(key);
      return before - rows();
    });
  }
}

const DAY = 86_400_000;

function jobExpired({ state, finishedAt }: KeptJob, now: Date): boolean {
  const days = state === 'failed' ? FAILED_DAYS : RESULT_DAYS;
  return finishedAt !== null && finishedAt.getTime() <= now.getTime() - days * DAY;
}
