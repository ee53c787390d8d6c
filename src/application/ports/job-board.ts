import type { JobId, JobState, Queue } from '../jobs/job.ts';
import type { JobFilter, JobRow } from './job-queries.ts';
import type { Page } from './page.ts';

/** A job as those see it who look after all of them. */
export type BoardRow = JobRow & {
  /** Null: Blotter's own. */
  readonly user_id: string | null;
  /** The address of its user; null: Blotter's own. */
  readonly owner: string | null;
  /** Whom a mail is for; null: another task, or over. */
  readonly recipient: string | null;
  /** When it is, or was, due. */
  readonly run_at: string;
};

/** One run of a job. */
export type AttemptRow = {
  readonly run: number;
  readonly attempt: number;
  readonly worker: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  /** Null: it runs. `lost`: its worker was not heard of any more. `released`: its worker stopped and gave it back. */
  readonly outcome: 'succeeded' | 'failed' | 'cancelled' | 'released' | 'lost' | null;
  readonly error: string | null;
};

export type QueueFigures = {
  readonly queue: Queue;
  readonly scheduled: number;
  readonly queued: number;
  readonly running: number;
  /** Jobs that failed at their last try. */
  readonly failed: number;
  /** Jobs that ended in the last minute. */
  readonly perMinute: number;
  /** How long the oldest has been due, in seconds; 0: nothing waits. */
  readonly oldestDueSeconds: number;
};

export type WorkerRow = {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly queues: Readonly<Partial<Record<Queue, number>>>;
  readonly started_at: string;
  /** It works only while no other worker does. */
  readonly standsIn: boolean;
  /** How long ago it was last heard, in seconds. */
  readonly silentSeconds: number;
  readonly running: readonly { readonly id: string; readonly task: string; readonly queue: Queue }[];
};

export type BoardFilter = JobFilter & {
  readonly queue?: Queue | undefined;
  /** An id, a task, the address of a user or of whom a mail is for, or part of an error; in any case. */
  readonly text?: string | undefined;
};

export type BoardPageRequest = {
  readonly filter: BoardFilter;
  readonly limit: number;
  /** The id of the job that the page follows; null: the newest comes first. */
  readonly before: string | null;
};

/** One attempt in vain, as whoever runs no jobs hears of it. */
export type FailedAttempt = JobId & {
  readonly task: string;
  readonly run: number;
  readonly attempt: number;
  readonly message: string;
  /** False: it was the last. */
  readonly willRetry: boolean;
};

/** Everybody's jobs, and who works on them. */
export interface JobBoard {
  page(request: BoardPageRequest): Promise<Page<BoardRow>>;

  /** With its runs, the latest first, at most a hundred. */
  find(id: string): Promise<{ readonly row: BoardRow; readonly attempts: readonly AttemptRow[] } | null>;

  /** Each queue, also an empty one. */
  queues(): Promise<readonly QueueFigures[]>;

  states(): Promise<Readonly<Record<JobState, number>>>;

  workers(): Promise<readonly WorkerRow[]>;

  /** Attempts that failed, or were lost, since then by the store's clock; null: in the last ten seconds. `at`: until when this answer tells. */
  failedSince(since: Date | null): Promise<{ readonly failed: readonly FailedAttempt[]; readonly at: Date }>;
}
