import { RetryAfter } from '../jobs/task-handler.ts';
import { type Mail, type Mailer, MailRefused } from '../ports/mailer.ts';

/** A server that refuses for good hardly changes its mind: all tries are over soon. */
const PAUSE_AFTER_REFUSAL = 1_000;

/** Hands a mail to the server. */
export class SendMail {
  readonly #mailer: Mailer;

  constructor(mailer: Mailer) {
    this.#mailer = mailer;
  }

  /** @throws {Error} when it did not work now: whether the mail arrived may be unknown. */
  async execute(mail: Mail): Promise<void> {
    try {
      await this.#mailer.send(mail);
    } catch (error) {
      throw error instanceof MailRefused ? new RetryAfter(PAUSE_AFTER_REFUSAL, error) : error;
    }
  }
}
