import { OPERATOR } from '../identity/doers.ts';
import type { JobBoard } from '../ports/job-board.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { retryFailedJobs } from './retry-failed-jobs.ts';

const MOST_SHOWN = 100;

/** What an operator does with jobs that have failed for good. */
export class KeepJobs {
  readonly #board: JobBoard;
  readonly #unitOfWork: UnitOfWork;

  constructor(board: JobBoard, unitOfWork: UnitOfWork) {
    this.#board = board;
    this.#unitOfWork = unitOfWork;
  }

  /** The newest hundred. */
  async failed() {
    return (await this.#board.page({ filter: { state: 'failed' }, limit: MOST_SHOWN, before: null })).rows;
  }

  /** Tries all of them again; their number. */
  retryFailed(): Promise<number> {
    return retryFailedJobs(this.#unitOfWork, OPERATOR);
  }
}
