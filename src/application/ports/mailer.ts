/** The first cell of a row says what the row is about. */
export type MailTable = {
  readonly caption: string;
  readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
};

/** Bars beside each other in one unit, such as a currency. Each group has a scale of its own. */
export type MailChart = {
  readonly title: string;
  readonly groups: readonly {
    readonly label: string;
    /** `value` is decimal text, `shown` the same for people. */
    readonly bars: readonly { readonly label: string; readonly value: string; readonly shown: string }[];
  }[];
};

/** A file, in UTF-8. */
export type MailAttachment = { readonly name: string; readonly type: 'text/csv'; readonly text: string };

/**
 * A mail to one person: plain paragraphs, then figures, and at most one thing to do. How it is set as text and HTML is the adapter's, and what
 * somebody typed may stand anywhere in it. All of it is JSON.
 */
export type Mail = {
  /** UUID; the same on every try, so that a receiver can tell a repetition. */
  readonly id: string;
  /** An address that `parseEmailAddress` took. */
  readonly to: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly chart?: MailChart;
  readonly tables?: readonly MailTable[];
  /** A button, and the bare address in the text. */
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly attachments?: readonly MailAttachment[];
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
