import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Mail, Mailer } from '#application/ports/mailer.ts';
import type { Config } from './config.ts';

const PATIENCE_MILLISECONDS = 500;

type Settings = Pick<Config, 'smtpUrl' | 'mailFrom' | 'dataDir'>;

/** Mails by SMTP where a server is configured, else as files in the data folder. Loaded by the first mail: most processes send none for long. */
export function openMailer(settings: Settings): Mailer {
  let opened: Promise<Mailer> | undefined;
  return {
    async send(mail: Mail): Promise<void> {
      opened ??= open(settings);
      await (await opened).send(mail);
    },
    async close(): Promise<void> {
      // A mail that a slow server still has is left: its message is due again.
      await Promise.race([opened?.then((mailer) => mailer.close()), pause(PATIENCE_MILLISECONDS)]);
    },
  };
}

async function open({ smtpUrl, mailFrom, dataDir }: Settings): Promise<Mailer> {
  if (smtpUrl === undefined) {
    const { FileMailer } = await import('#adapters/outbound/mail/file-mailer.ts');
    return new FileMailer(join(dataDir, 'mail'), mailFrom);
  }
  const { SmtpMailer } = await import('#adapters/outbound/mail/smtp-mailer.ts');
  return new SmtpMailer({ url: smtpUrl, from: mailFrom });
}
