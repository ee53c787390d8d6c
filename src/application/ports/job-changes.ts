import type { JobId } from '../jobs/job.ts';

/** Hears that jobs change, wherever that happens. What is heard is a hint: the truth is to be read. */
export interface JobChanges {
  /**
   * Calls back whenever the job may have changed, until the returned function is called. It may be told twice, or without a change.
   */
  watch(job: JobId, listener: () => void): () => void;
}
