import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mail, Mailer } from '#application/ports/mailer.ts';
import { messageOf } from './message-of.ts';
import { parseSender, type Sender } from './sender.ts';

/** Writes each mail into a folder as `<time>-<id>.eml`, readable by the owner alone: it may hold a link that signs somebody in. */
export class FileMailer implements Mailer {
  readonly #folder: string;
  readonly #from: Sender;
  #closed = false;

  /** @param from `ledger@example.com` or `Blotter <ledger@example.com>`. */
  constructor(folder: string, from: string) {
    this.#folder = folder;
    this.#from = parseSender(from);
  }

  async send(mail: Mail): Promise<void> {
    if (this.#closed) throw new Error('The mailer is closed.');
    const content = await new MailComposer(await messageOf(mail, this.#from)).compile().build();
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const [former] = await this.#filesOf(mail.id);
    const file = former ?? `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${mail.id}.eml`;
    await this.#write(file, content);
    // Two first tries at the same time have two names: each looks after it has written, so the last to look leaves one.
    const [, ...others] = await this.#filesOf(mail.id);
    for (const other of others) await rm(join(this.#folder, other), { force: true });
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  /** Newest first. */
  async #filesOf(id: string): Promise<string[]> {
    const files = await readdir(this.#folder);
    return files
      .filter((file) => file.endsWith(`Z-${id}.eml`))
      .sort()
      .reverse();
  }

  /** Under another name until it is whole and on the disk: whoever reads the folder sees whole mails only. */
  async #write(file: string, content: Buffer): Promise<void> {
    const unfinished = join(this.#folder, `.${randomUUID()}.part`);
    try {
      await writeFile(unfinished, content, { mode: 0o600, flush: true });
      await rename(unfinished, join(this.#folder, file));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }
}
