import type { JobTask } from './tasks.ts';

/** Served apart: what waits in one holds up nothing in another. */
export const QUEUES = ['critical', 'default', 'bulk', 'mail'] as const;
export type Queue = (typeof QUEUES)[number];

/** `failed` is final: there are no more tries, unless somebody asks for them. */
export const JOB_STATES = ['scheduled', 'queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** Work to be done after a commit. */
export type NewJob = JobTask & {
  readonly id: string;
  /** Null: Blotter's own. */
  readonly userId: string | null;
  readonly queue: Queue;
  /** The higher, the sooner, within a queue. */
  readonly priority: number;
  /** Of the jobs of one user that wait or run only one has it. */
  readonly key: string | null;
  /** Null: as soon as may be. */
  readonly runAt: Date | null;
};

/** Which job, as its owner knows it. */
export type JobId = { readonly userId: string | null; readonly id: string };

/** One run of a job: `run` grows with each, and what a former one still writes is refused. */
export type RunId = JobId & { readonly run: number };

/** What was begun. */
export type JobRun = RunId & {
  readonly task: JobTask;
  /** When it was asked for. */
  readonly createdAt: Date;
  /** From 1. */
  readonly attempt: number;
};
