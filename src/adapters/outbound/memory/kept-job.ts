import type { JobId, JsonValue, RunId } from '#application/jobs/job.ts';
import type { NewJob } from '#application/jobs/new-job.ts';
import { runIsOver } from '#application/ports/job-runs.ts';

/** A job as it is kept. */
export type KeptJob = Omit<NewJob, 'runAt' | 'createdAt' | 'payload'> & {
  readonly payload: unknown;
  readonly runAt: Date;
  readonly state: 'waiting' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly progress: number;
  readonly attempts: number;
  readonly crashes: number;
  readonly run: number;
  readonly version: number;
  readonly result: JsonValue;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly cancelAskedAt: Date | null;
  readonly worker: string | null;
  readonly ticket: string | null;
};

/** @throws {LockLost} when the run is over, or another one has taken its place. */
export function runningJob(jobs: ReadonlyMap<string, KeptJob>, run: RunId): KeptJob {
  const job = jobs.get(jobKey(run));
  if (job?.state !== 'running' || job.run !== run.run) throw runIsOver(run);
  return job;
}

export const jobKey = ({ userId, id }: JobId): string => `${userId ?? ''} ${id}`;
