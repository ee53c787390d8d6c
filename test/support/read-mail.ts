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
  readonly raw: Buffer;
};

export async function readMail(raw: Buffer): Promise<ReadMail> {
  const mail = await simpleParser(raw);
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
    raw,
  };
}

const addressesOf = (header: AddressObject | undefined): string[] =>
  header?.value.map(({ address }) => address ?? '') ?? [];
