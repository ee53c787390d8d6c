import type { JobRow } from '../ports/job-queries.ts';
import type { Queue } from './job.ts';
import { type JobTask, USUAL_QUEUE } from './tasks.ts';

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
  /** When it was asked for; null: now. */
  readonly createdAt: Date | null;
  /** Which moment of its schedule it is for; null: somebody asked. */
  readonly scheduledFor: Date | null;
};

/** Blotter's own, in the usual queue, as soon as may be, where nothing else is said. */
export const newJob = (
  id: string,
  { task, payload }: JobTask,
  more: Partial<Omit<NewJob, 'id' | keyof JobTask>> = {},
): NewJob => ({
  id,
  userId: null,
  queue: USUAL_QUEUE[task],
  priority: 0,
  key: null,
  runAt: null,
  createdAt: null,
  scheduledFor: null,
  ...more,
  ...({ task, payload } as JobTask),
});

/** The job as it is shown before anything has become of it. */
export const jobRow = (job: NewJob, createdAt: Date): JobRow => ({
  id: job.id,
  task: job.task,
  queue: job.queue,
  priority: job.priority,
  state: 'queued',
  progress: 0,
  attempts: 0,
  result: null,
  error: null,
  created_at: createdAt.toISOString(),
  started_at: null,
  finished_at: null,
});
