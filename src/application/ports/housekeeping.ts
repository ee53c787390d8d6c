export interface Housekeeping {
  /**
   * Deletes what has expired (answers to Idempotency-Keys after 24 h, access tokens, sessions), in batches, so that no lock is held long.
   * One process at a time: another one that is asked meanwhile returns 0.
   * @returns the number of rows deleted.
   */
  purgeExpired(now: Date): Promise<number>;
}
