import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileMailer } from '#adapters/outbound/mail/file-mailer.ts';
import { SmtpMailer } from '#adapters/outbound/mail/smtp-mailer.ts';
import { MemoryMailer } from '#adapters/outbound/memory/memory-mailer.ts';
import type { Mailer } from '#application/ports/mailer.ts';
import { type ReadMail, readMail } from '#test/support/read-mail.ts';
import { startSmtpServer } from '#test/support/smtp-server.ts';
import { smtpServerCertificate } from '#test/support/smtp-server-certificate.ts';

export type ArrivedMail = {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Everything that is said in it. */
  readonly text: string;
};

/** A mailer, and what arrives from it. */
export type Mailbox<Arrived extends ArrivedMail = ArrivedMail> = {
  readonly mailer: Mailer;
  /** A mail that is sent again takes the place of the former; where not, its id tells. */
  readonly replaces: boolean;
  arrived(): Promise<Arrived[]>;
  close(): Promise<void>;
};

export type OpenMailbox = () => Promise<Mailbox>;

/** A mail that was written out with its headers and read again. */
export type WrittenMail = ArrivedMail & ReadMail;
export type OpenWrittenMailbox = (from?: string) => Promise<Mailbox<WrittenMail>>;

const sender = 'Blotter <ledger@blotter.example>';

export async function openMemoryMailbox(): Promise<Mailbox> {
  const mailer = new MemoryMailer();
  return {
    mailer,
    replaces: true,
    arrived: async () =>
      mailer.sent.map(({ id, to, subject, paragraphs, action }) => ({
        id,
        to: [to],
        subject,
        text: [...paragraphs, action?.label, action?.url].join('\n'),
      })),
    close: () => mailer.close(),
  };
}

export async function openFileMailbox(from = sender): Promise<Mailbox<WrittenMail>> {
  const folder = await mkdtemp(join(tmpdir(), 'mails-'));
  const mailer = new FileMailer(folder, from);
  return {
    mailer,
    replaces: true,
    arrived: async () => {
      const files = (await readdir(folder)).sort();
      return Promise.all(files.map(async (file) => written(await readMail(await readFile(join(folder, file))))));
    },
    close: async () => {
      await mailer.close();
      await rm(folder, { recursive: true });
    },
  };
}

export async function openSmtpMailbox(from = sender): Promise<Mailbox<WrittenMail>> {
  const server = await startSmtpServer();
  const mailer = new SmtpMailer({ url: server.url, from, tls: { ca: smtpServerCertificate } });
  return {
    mailer,
    replaces: false,
    // Whoever is named in its headers or in its envelope, which is what servers go by.
    arrived: async () =>
      server.mails.map((mail) => ({ ...written(mail), to: [...new Set([...mail.envelope.to, ...mail.to])] })),
    close: async () => {
      await mailer.close();
      await server.stop();
    },
  };
}

const written = (mail: ReadMail): WrittenMail => ({ ...mail, id: mail.messageId.split('@')[0] ?? '' });
