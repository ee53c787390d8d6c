import { type Import, stateOf } from '#application/imports/import.ts';
import {
  DRAFT_DAYS,
  FAILED_DAYS,
  type Housekeeping,
  RESULT_DAYS,
  SILENT_UPLOAD_HOURS,
} from '#application/ports/housekeeping.ts';
import { importIn } from './import-in.ts';
import type { KeptJob } from './kept-job.ts';
import { answerExpired } from './memory-answer-repository.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryHousekeeping implements Housekeeping {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  purgeExpired(now: Date): Promise<number> {
    return this.#store.transaction((tables) => {
      const { answers, tokens, sessions, jobs, imports } = tables;
      const rows = (): number => answers.size + tokens.size + sessions.size + jobs.size + imports.size;
      const before = rows();
      for (const [key, answer] of answers) if (answerExpired(answer, now)) answers.delete(key);
      for (const [key, { expiresAt }] of tokens) if (expiresAt !== null && expiresAt <= now) tokens.delete(key);
      for (const [key, { expiresAt }] of sessions) if (expiresAt <= now) sessions.delete(key);
      for (const [key, job] of jobs) if (jobExpired(job, now)) jobs.delete(key);
      for (const [key, { file }] of imports)
        if (isForgotten(importIn(tables, file.userId, file.id) ?? file, now)) imports.delete(key);
      return before - rows();
    });
  }
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

function jobExpired({ state, finishedAt }: KeptJob, now: Date): boolean {
  const days = state === 'failed' ? FAILED_DAYS : RESULT_DAYS;
  return finishedAt !== null && finishedAt.getTime() <= now.getTime() - days * DAY;
}

function isForgotten(file: Import, now: Date): boolean {
  const untouched = now.getTime() - file.updatedAt.getTime();
  if (file.state === 'uploading') return untouched >= SILENT_UPLOAD_HOURS * HOUR;
  return ['draft', 'failed'].includes(stateOf(file)) && untouched >= DRAFT_DAYS * DAY;
}
