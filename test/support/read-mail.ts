import { type AddressObject, simpleParser } from 'mailparser';

/** A mail as its reader sees it. */
export type ReadMail = {
  /** The Message-ID without its angle brackets. */
  readonly messageId: string;
  readonly from: { readonly name: string; readonly address: string };
  /** All addresses of To, Cc and Bcc. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly date: Date | null;
  /** Names of the headers in lower case, as often as they come. */
  readonly headers: readonly string[];
  header(name: string): unknown;
  readonly text: string;
  readonly html: string;
  readonly files: readonly MailedFile[];
  readonly raw: Buffer;
};

/** A part of a mail that is neither its text nor its HTML. */
export type MailedFile = {
  readonly name: string;
  readonly type: string;
  readonly disposition: string;
  /** What the HTML can call it by, without angle brackets. */
  readonly cid: string | null;
  readonly bytes: Buffer;
};

export async function readMail(raw: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(raw, { skipImageLinks: true });
  const sender = mail.from?.value[0];
  return {
    messageId: (mail.messageId ?? '').replace(/^<(.*)>$/, '$1'),
    from: { name: sender?.name ?? '', address: sender?.address ?? '' },
    to: [mail.to, mail.cc, mail.bcc].flat().flatMap(addressesOf),
    subject: mail.subject ?? '',
    date: mail.date ?? null,
    headers: mail.headerLines.map(({ key }) => key),
    header: (name) => mail.headers.get(name),
    text: mail.text ?? '',
    html: mail.html || '',
    files: mail.attachments.map(({ filename, contentType, contentDisposition, cid, content }) => ({
      name: filename ?? '',
      type: contentType,
      disposition: contentDisposition ?? '',
      cid: cid ?? null,
      bytes: content,
    })),
    raw,
  };
}

const addressesOf = (header: AddressObject | undefined): string[] =>
  header?.value.map(({ address }) => address ?? '') ?? [];
