import type { WriteLink } from '../identity/write-link.ts';
import type { Clock } from '../ports/clock.ts';
import { type Mail, type Mailer, MailRefused } from '../ports/mailer.ts';
import type { OutboxMessage } from '../ports/outbox.ts';
import type { Delivery, OutboxQueue } from '../ports/outbox-queue.ts';

/** After so many tries in vain a message is set aside. */
const MOST_TRIES = 8;
/** Before the second try, the third and so on, in seconds: over in an hour, as the links of mails are. */
const PAUSES = [1, 5, 20, 60, 300, 900, 1_800] as const;
/** A server that refuses for good hardly changes its mind. */
const PAUSE_AFTER_REFUSAL = 1;

/** Does what was written down to be done after a commit: at least once, and in normal running once. */
export class RelayOutbox {
  readonly #queue: OutboxQueue;
  readonly #writeLink: WriteLink;
  readonly #mailer: Mailer;
  readonly #clock: Clock;

  constructor(queue: OutboxQueue, writeLink: WriteLink, mailer: Mailer, clock: Clock) {
    this.#queue = queue;
    this.#writeLink = writeLink;
    this.#mailer = mailer;
    this.#clock = clock;
  }

  /**
   * Delivers what has been due for longest; false when nothing is due.
   * @param onFailure told of a try in vain; `parked` when it was the last.
   */
  async next(onFailure: (message: OutboxMessage, error: Error, parked: boolean) => void): Promise<boolean> {
    return this.#queue.deliverNext(this.#clock.now(), async (message, attempt): Promise<Delivery> => {
      try {
        const mail = await this.#mailOf(message);
        if (mail !== null) await this.#mailer.send(mail);
        return 'done';
      } catch (error) {
        const retryAt = attempt < MOST_TRIES ? this.#later(error, attempt) : null;
        onFailure(message, error as Error, retryAt === null);
        return { error: (error as Error).message.slice(0, 500), retryAt };
      }
    });
  }

  #mailOf(message: OutboxMessage): Promise<Mail | null> | Mail {
    const { id, content } = message;
    switch (content.kind) {
      case 'mail':
        return { id, ...content.mail };
      case 'reset-asked':
        return this.#writeLink.execute(message, 'reset-password', content.email, this.#clock.now());
      case 'verification-asked':
        return this.#writeLink.execute(message, 'verify-email', content.email, this.#clock.now());
    }
  }

  #later(error: unknown, attempt: number): Date {
    const seconds = error instanceof MailRefused ? PAUSE_AFTER_REFUSAL : (PAUSES[attempt - 1] ?? PAUSES[6]);
    return new Date(this.#clock.now().getTime() + seconds * 1_000);
  }
}
