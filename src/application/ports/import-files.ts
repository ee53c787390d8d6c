/** The bytes of the files that people bring. */
export interface ImportFiles {
  /** Appends what comes, in the order in which it comes; never more than a piece is in memory. @returns the number of bytes. */
  write(userId: string, importId: string, bytes: AsyncIterable<Uint8Array>): Promise<number>;

  /** All of it, from the beginning. */
  read(userId: string, importId: string): AsyncIterable<Uint8Array>;
}
