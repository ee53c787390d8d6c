import type { JobState, JsonValue, Queue } from '../jobs/job.ts';
import type { TaskName } from '../jobs/tasks.ts';
import type { Page } from './page.ts';

export type JobRow = {
  readonly id: string;
  readonly task: string;
  readonly queue: Queue;
  readonly priority: number;
  readonly state: JobState;
  readonly progress: number;
  readonly attempts: number;
  readonly result: JsonValue;
  readonly error: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
};

/** A job at one moment: whatever is shown later has a greater version. */
export type JobSight = { readonly row: JobRow; readonly version: number };

export type JobFilter = { readonly state?: JobState | undefined; readonly task?: TaskName | undefined };

export type JobPageRequest = {
  readonly filter: JobFilter;
  readonly limit: number;
  /** The id of the job that the page follows; null: the newest comes first. */
  readonly before: string | null;
};

export interface JobQueries {
  /** Newest first. */
  page(userId: string, request: JobPageRequest): Promise<Page<JobRow>>;

  /** Null also for another user's. */
  find(userId: string, id: string): Promise<JobSight | null>;
}
