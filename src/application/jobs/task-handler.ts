import type { UnitOfWork } from '../ports/unit-of-work.ts';
import type { JsonValue, RunId } from './job.ts';
import type { TaskName, TaskPayloads } from './tasks.ts';

/** What a handler knows of the run that it is. */
export type TaskContext = {
  readonly userId: string | null;
  readonly jobId: string;
  /** What another process must name to write for it. */
  readonly run: RunId;
  /** When it was asked for. */
  readonly createdAt: Date;
  /** Which moment of its schedule it is for; null: somebody asked. */
  readonly scheduledFor: Date | null;
  /** From 1. */
  readonly attempt: number;
  /** Aborted when the job is cancelled, when another run has taken its place, and when the worker stops and has waited long enough. */
  readonly signal: AbortSignal;
  /** What is written in it is written by the run that has the job, or not at all: else it throws LockLost. */
  readonly unitOfWork: UnitOfWork;
  /** @param percent whole, of 0 to 100. @throws {LockLost} when the job is somebody else's by now. */
  progress(percent: number): Promise<void>;
};

/** One attempt that failed. */
export type Failure = {
  readonly jobId: string;
  readonly userId: string | null;
  readonly task: string;
  readonly attempt: number;
  readonly error: Error;
  /** False: it was the last. */
  readonly willRetry: boolean;
};

export type TaskHandler<Name extends TaskName> = {
  /** Reads what was stored, perhaps by another version. It throws for what it does not know, which then fails for good. */
  readonly payload: { parse(stored: unknown): TaskPayloads[Name] };
  /** How often it is tried. */
  readonly mostAttempts: number;
  readonly backoff: Backoff;
  /** Done at least once: what it does twice must come to the same. @returns what the owner is shown. */
  handle(payload: TaskPayloads[Name], context: TaskContext): Promise<JsonValue>;
  /** Told of each attempt that failed. What it throws changes nothing. */
  onFailure?(failure: Failure): void | Promise<void>;
};

/** Milliseconds before the second try; before each further one `factor` times as many, and never more than `longest`. */
export type Backoff = { readonly first: number; readonly factor: number; readonly longest: number };

/** A task without a handler does not compile. */
export type TaskHandlers = { readonly [Name in TaskName]: TaskHandler<Name> };

/** It fails, and says itself when another try is worth it. */
export class RetryAfter extends Error {
  readonly milliseconds: number;

  constructor(milliseconds: number, cause: Error) {
    super(cause.message, { cause });
    this.milliseconds = milliseconds;
  }
}

/** Another try would fail too. */
export class NonRetryableError extends Error {}
