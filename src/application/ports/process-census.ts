/** Whether other Blotter processes work on the same database right now. */
export interface ProcessCensus {
  /**
   * True only while no other process can have begun to serve: then what this process remembers cannot be made stale by another.
   */
  alone(): boolean;
}
