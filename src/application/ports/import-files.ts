/** The bytes of the files that people bring. */
export interface ImportFiles {
  /**
   * Appends what comes to an import that is uploading, in the order in which it comes; never more than a piece is in memory. Each piece is a sign of
   * life. The chunks are taken over: who wants to keep one copies it. @returns the number of bytes. @throws {Refusal} NOT_FOUND when the import has gone meanwhile.
   */
  write(userId: string, importId: string, bytes: AsyncIterable<Uint8Array>): Promise<number>;

  /** All of it, from the beginning. */
  read(userId: string, importId: string): AsyncIterable<Uint8Array>;
}
