import type { SendMail } from '../mail/send-mail.ts';
import type { Clock } from '../ports/clock.ts';
import type { MailedTokenPurpose } from '../ports/mailed-token-repository.ts';
import type { WriteLink } from './write-link.ts';

type Request = {
  readonly id: string;
  readonly createdAt: Date;
  readonly purpose: MailedTokenPurpose;
  readonly email: string;
};

/** Answers a request for a link by mail, where there is somebody to write to. */
export class SendLink {
  readonly #writeLink: WriteLink;
  readonly #sendMail: SendMail;
  readonly #clock: Clock;

  constructor(writeLink: WriteLink, sendMail: SendMail, clock: Clock) {
    this.#writeLink = writeLink;
    this.#sendMail = sendMail;
    this.#clock = clock;
  }

  async execute({ purpose, email, ...request }: Request): Promise<void> {
    const mail = await this.#writeLink.execute(request, purpose, email, this.#clock.now());
    if (mail !== null) await this.#sendMail.execute(mail);
  }
}
