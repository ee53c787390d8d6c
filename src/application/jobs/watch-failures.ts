import type { FailedAttempt, JobBoard } from '../ports/job-board.ts';

/** Tells a process that runs no jobs of each attempt that failed, wherever that was: once, and of those that it has not heard of itself too. */
export class WatchFailures {
  readonly #board: Pick<JobBoard, 'failedSince'>;
  readonly #onFailure: (failure: FailedAttempt) => void;
  #since: Date | null = null;
  /** What the last look found: looks overlap, as what is written at the same time is not seen at the same time. */
  #told = new Set<string>();

  /** @param onFailure what it throws changes nothing. */
  constructor(board: Pick<JobBoard, 'failedSince'>, onFailure: (failure: FailedAttempt) => void) {
    this.#board = board;
    this.#onFailure = onFailure;
  }

  /** Not twice at once. */
  async look(): Promise<void> {
    const { failed, at } = await this.#board.failedSince(this.#since);
    const seen = new Set<string>();
    for (const failure of failed) {
      const key = `${failure.id} ${failure.run}`;
      seen.add(key);
      if (this.#told.has(key)) continue;
      try {
        this.#onFailure(failure);
      } catch {
        // A hook that fails changes nothing.
      }
    }
    this.#told = seen;
    this.#since = at;
  }
}
