/** For so long what came of a job can be read. */
export const RESULT_DAYS = 7;
/** For so long a job that failed can be tried again. */
export const FAILED_DAYS = 30;

export interface Housekeeping {
  /**
   * Deletes what has expired (answers to Idempotency-Keys after 24 h, access tokens, sessions, jobs that are over), in batches, so that no lock is held long.
   * One process at a time: another one that is asked meanwhile returns 0.
   * @returns the number of rows deleted.
   */
  purgeExpired(now: Date): Promise<number>;
}
