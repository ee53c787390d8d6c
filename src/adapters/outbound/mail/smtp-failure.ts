import type { NodemailerError } from 'nodemailer';
import { MailRefused } from '#application/ports/mailer.ts';

/** What a failed try means. A 5yz answer to anything but the recipient or the content is about this installation, not about the mail. */
export function smtpFailure(error: NodemailerError): Error {
  const { code, command, permanent, responseCode, message } = error;
  // Without the answer, and without the cause: a server may repeat the login that it was given.
  if (code === 'EAUTH') return new Error(`The mail server did not accept the login (${responseCode ?? 'no answer'}).`);
  if (code === 'EABORT') return new Error('The mail server did not take the mail in time.', { cause: error });
  if (permanent && (command === 'RCPT TO' || command === 'DATA')) {
    return new MailRefused(`The mail server refuses this mail for good. ${message}`, { cause: error });
  }
  return new Error(`The mail server did not take the mail. ${message || code}`, { cause: error });
}
