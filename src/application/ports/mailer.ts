/** A mail to one person: plain paragraphs, and at most one thing to do. How it is set as text and HTML is the adapter's. */
export type Mail = {
  /** UUID; the same on every try, so that a receiver can tell a repetition. */
  readonly id: string;
  /** An address that `parseEmailAddress` took. */
  readonly to: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** A button, and the bare address in the text. */
  readonly action: { readonly label: string; readonly url: string } | null;
};

/** The server that was asked will never take this mail: its address or its content is refused for good (RFC 5321 §4.2.1, 5yz). */
export class MailRefused extends Error {}

export interface Mailer {
  /**
   * Resolves when the next server, or the folder, has taken responsibility for the mail.
   * @throws {MailRefused} when trying again is of little use.
   * @throws {Error} when it did not work now: whether it arrived may be unknown.
   */
  send(mail: Mail): Promise<void>;

  /** Closes what is open; nothing is sent after it. */
  close(): Promise<void>;
}
