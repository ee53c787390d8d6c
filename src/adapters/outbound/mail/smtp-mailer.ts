import type { ConnectionOptions } from 'node:tls';
import { createTransport, type NodemailerError, type Transporter } from 'nodemailer';
import type { Mail, Mailer } from '#application/ports/mailer.ts';
import { messageOf } from './message-of.ts';
import { parseSender, type Sender } from './sender.ts';
import { smtpFailure } from './smtp-failure.ts';
import { smtpOptions } from './smtp-options.ts';

export type SmtpSettings = {
  /** `smtp://user:password@host:587`, or `smtps://…` for TLS from the start. */
  readonly url: string;
  /** `ledger@example.com` or `Blotter <ledger@example.com>`. */
  readonly from: string;
  /** Beyond what Node trusts: certificates of one's own. */
  readonly tls?: ConnectionOptions;
  /** The longest to wait for one answer of the server. Default: 10 s. A connection that is idle for as long is closed. */
  readonly stepMilliseconds?: number;
  /** The longest that `send` takes, waiting for a free connection included. Default: 20 s. */
  readonly sendMilliseconds?: number;
};

/** Hands mails to an SMTP server (RFC 5321) over a few kept connections. Every try of a mail has the same Message-ID. */
export class SmtpMailer implements Mailer {
  readonly #transport: Transporter;
  readonly #from: Sender;
  readonly #sendMilliseconds: number;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor({ url, from, tls = {}, stepMilliseconds = 10_000, sendMilliseconds = 20_000 }: SmtpSettings) {
    this.#transport = createTransport(smtpOptions(url, stepMilliseconds, tls));
    this.#from = parseSender(from);
    this.#sendMilliseconds = sendMilliseconds;
  }

  async send(mail: Mail): Promise<void> {
    // The signal also takes a mail back out of the queue: what was reported as failed is not sent later.
    const message = await messageOf(mail, this.#from);
    const signal = AbortSignal.timeout(this.#sendMilliseconds);
    const sending = this.#transport.sendMail({ ...message, signal });
    this.#underWay.add(sending);
    try {
      await sending;
    } catch (error) {
      throw smtpFailure(error as NodemailerError);
    } finally {
      this.#underWay.delete(sending);
    }
  }

  /** What is being handed over is finished first; what waits for a connection fails. */
  async close(): Promise<void> {
    this.#transport.close();
    await Promise.allSettled(this.#underWay);
  }
}
