import type { SendMailOptions } from 'nodemailer';
import { type Mail, MailRefused } from '#application/ports/mailer.ts';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { oneLine } from './clean-text.ts';
import { mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';
import type { Sender } from './sender.ts';

/** Throws MailRefused when the recipient is not one address, or the id cannot be part of a Message-ID. */
export function messageOf(mail: Mail, { name, address, host }: Sender): SendMailOptions {
  if (!/^[\w-]+$/.test(mail.id)) throw new MailRefused('The id of a mail has letters, digits and dashes only.');
  return {
    messageId: `<${mail.id}@${host}>`,
    from: { name, address },
    // As an object: a text could name several people.
    to: { name: '', address: recipientOf(mail) },
    subject: oneLine(mail.subject),
    text: mailText(mail),
    html: mailHtml(mail),
    newline: 'windows', // In the text too, as in the headers: CRLF [RFC 5322 §2.1].
    headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834 §5: answer this with no out-of-office note.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function recipientOf({ to }: Mail): string {
  try {
    return parseEmailAddress(to);
  } catch (cause) {
    throw new MailRefused('The recipient is not one e-mail address.', { cause });
  }
}
