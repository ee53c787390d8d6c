/** Whether other Blotter processes work on the same database right now. */
export interface ProcessCensus {
  /**
   * True only while no other process can have begun to serve: then what this process remembers cannot be made stale by another.
   */
  alone(): boolean;

  /**
   * Resolves at a moment after the call at which this process is counted: whoever was alone before then has stopped remembering.
   * One that has lost its place waits until it has it again.
   * @throws {Refusal} UNAVAILABLE when that takes too long.
   */
  counted(): Promise<void>;
}
