import { type Mail, type Mailer, MailRefused } from '#application/ports/mailer.ts';
import { parseEmailAddress } from '#domain/identity/email-address.ts';

/** Keeps what was sent, for tests to read. */
export class MemoryMailer implements Mailer {
  readonly sent: Mail[] = [];
  #closed = false;

  async send(mail: Mail): Promise<void> {
    if (this.#closed) throw new Error('The mailer is closed.');
    try {
      parseEmailAddress(mail.to);
    } catch (cause) {
      throw new MailRefused('The recipient is not one e-mail address.', { cause });
    }
    const former = this.sent.findIndex(({ id }) => id === mail.id);
    if (former === -1) this.sent.push(mail);
    else this.sent[former] = mail;
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
