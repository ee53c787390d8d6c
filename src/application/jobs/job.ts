/** Served apart: what waits in one holds up nothing in another. */
export const QUEUES = ['critical', 'default', 'bulk', 'mail'] as const;
export type Queue = (typeof QUEUES)[number];

/** `failed` is final: there are no more tries, unless somebody asks for them. */
export const JOB_STATES = ['scheduled', 'queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

const MAY_RETRY: readonly JobState[] = ['failed', 'cancelled'];

export const mayRetry = (state: JobState): boolean => MAY_RETRY.includes(state);
/** Nothing becomes of it any more, unless somebody asks for another try. */
export const isOver = (state: JobState): boolean => state === 'succeeded' || mayRetry(state);

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** Which job, as its owner knows it. */
export type JobId = { readonly userId: string | null; readonly id: string };

/** One run of a job: `run` grows with each, and what a former one still writes is refused. */
export type RunId = JobId & { readonly run: number };

/** What was begun. */
export type JobRun = RunId & {
  readonly task: string;
  /** As it was stored. */
  readonly payload: unknown;
  readonly queue: Queue;
  /** When it was asked for. */
  readonly createdAt: Date;
  readonly scheduledFor: Date | null;
  /** From 1. */
  readonly attempt: number;
};
