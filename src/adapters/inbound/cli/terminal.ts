/** Where a command talks to the person who typed it. */
export interface Terminal {
  /** One line of result on stdout. */
  out(line: string): void;

  /** One line on stderr, where stdout is for something else. */
  note(line: string): void;

  /** The answer to a question that the screen does not show; what is piped in is taken as it is, up to the line's end. */
  askSecret(question: string): Promise<string>;
}
