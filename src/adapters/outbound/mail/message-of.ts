import type { Attachment, SendMailOptions } from 'nodemailer';
import { type Mail, type MailAttachment, type MailChart, MailRefused } from '#application/ports/mailer.ts';
import { parseEmailAddress } from '#domain/identity/email-address.ts';
import { chartWords } from './chart-words.ts';
import { oneLine } from './clean-text.ts';
import { mailHtml, type ShownPicture } from './mail-html.ts';
import { mailText } from './mail-text.ts';
import type { Sender } from './sender.ts';

/** Throws MailRefused when the recipient is not one address, or the id cannot be part of a Message-ID. */
export async function messageOf(mail: Mail, { name, address, host }: Sender): Promise<SendMailOptions> {
  if (!/^[\w-]+$/.test(mail.id)) throw new MailRefused('The id of a mail has letters, digits and dashes only.');
  const to = recipientOf(mail);
  const picture = mail.chart ? await inlinePicture(mail.chart, `chart.${mail.id}@${host}`) : null;
  return {
    messageId: `<${mail.id}@${host}>`,
    from: { name, address },
    // As an object: a text could name several people.
    to: { name: '', address: to },
    subject: oneLine(mail.subject),
    text: mailText(mail),
    html: mailHtml(mail, picture?.shown ?? null),
    attachments: [...(picture ? [picture.part] : []), ...(mail.attachments ?? []).map(filePart)],
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

type InlinePicture = { readonly shown: ShownPicture; readonly part: Attachment };

/** Loaded by the first chart: most processes draw none. Null where there is nothing to draw with on this machine: the tables say the same. */
async function inlinePicture(chart: MailChart, cid: string): Promise<InlinePicture | null> {
  const drawing = await import('./chart-picture.ts').catch(() => null);
  if (drawing === null) return null;
  const words = chartWords(chart);
  const { png, width, height } = await drawing.chartPicture(words);
  return {
    shown: { src: `cid:${cid}`, width, height, alt: words.alt, legend: words.legend },
    part: { cid, filename: 'chart.png', contentType: 'image/png', contentDisposition: 'inline', content: png },
  };
}

const filePart = ({ name, type, text }: MailAttachment): Attachment => ({
  filename: oneLine(name),
  contentType: `${type}; charset=utf-8`,
  contentDisposition: 'attachment',
  content: Buffer.from(text),
});
