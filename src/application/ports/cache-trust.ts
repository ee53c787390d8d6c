/**
 * Whether what a cache keeps may be believed. It may, as long as everybody who writes can tell everybody who reads; one that cannot says so,
 * and then nobody believes anything until it can again.
 */
export interface CacheTrust {
  /**
   * Names the time since when nothing has gone untold: what was kept under another name may be stale. Null: nothing may be believed, nor
   * kept, just now.
   */
  epoch(): string | null;

  /**
   * Resolves when nobody on the database believes what was kept before the call, nor will later.
   * @throws {Refusal} UNAVAILABLE when that takes too long.
   */
  distrust(): Promise<void>;
}
