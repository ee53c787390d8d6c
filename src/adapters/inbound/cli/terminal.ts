/** Where a command talks to the person who typed it. */
export interface Terminal {
  /** One line of result on stdout. */
  out(line: string): void;

  /** One line on stderr, where stdout is for something else. */
  note(line: string): void;

  /** Shows on stderr how far something is, of 0 to 1: on a screen as a bar that grows until the next is begun, elsewhere as a line for each tenth. */
  progress(what: string, part: number): void;

  /** The answer to a question that the screen does not show; what is piped in is taken as it is, up to the line's end. */
  askSecret(question: string): Promise<string>;

  /** The bytes of a file. @param path - for standard input. */
  read(path: string): Promise<AsyncIterable<Uint8Array>>;

  /** Writes a file that is whole, or not there. @param path - for standard output. @param replace a file that is there; otherwise that is an error. */
  write(path: string, replace: boolean, pieces: AsyncIterable<Uint8Array>): Promise<void>;
}
