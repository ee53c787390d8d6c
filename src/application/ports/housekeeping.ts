/** For so long what came of a job can be read. */
export const RESULT_DAYS = 7;
/** For so long a job that failed can be tried again. */
export const FAILED_DAYS = 30;

/** For so long a file is kept that nobody commits, corrects or throws away. */
export const DRAFT_DAYS = 30;
/** An upload of which nothing has come for so long has broken off. The slowest that is let in has a piece stored every nine minutes. */
export const SILENT_UPLOAD_HOURS = 1;

export interface Housekeeping {
  /**
   * Deletes what has expired (answers to Idempotency-Keys after 24 h, access tokens, sessions, jobs that are over, imports that nothing has become
   * of), in batches, so that no lock is held long. An import that is being read or committed stays, and so does one that was committed.
   * One process at a time: another one that is asked meanwhile returns 0.
   * @returns the number of rows deleted; an import counts as one, whatever it holds.
   */
  purgeExpired(now: Date): Promise<number>;
}
