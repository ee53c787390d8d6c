import { mkdir, mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { FileMailer } from '#adapters/outbound/mail/file-mailer.ts';
import { SmtpMailer } from '#adapters/outbound/mail/smtp-mailer.ts';
import { MailRefused } from '#application/ports/mailer.ts';
import { mailerContract } from './mailer-contract.ts';
import { aMail } from './stores/a-mail.ts';
import { openFileMailbox, openMemoryMailbox, openSmtpMailbox } from './stores/mailboxes.ts';
import { writtenFiguresContract } from './written-figures-contract.ts';
import { writtenMailContract } from './written-mail-contract.ts';

mailerContract('memory', openMemoryMailbox);
mailerContract('files', openFileMailbox);
mailerContract('SMTP', openSmtpMailbox);

writtenMailContract('files', openFileMailbox);
writtenMailContract('SMTP', openSmtpMailbox);

writtenFiguresContract('files', openFileMailbox);
writtenFiguresContract('SMTP', openSmtpMailbox);

describe('A mailer that writes mails', () => {
  it('has one sender, or is none', () => {
    for (const from of ['', 'Blotter', 'a@b.example, c@d.example', 'Blotter <>', 'a@b.example\r\nBcc: e@f.example']) {
      expect(() => new FileMailer('mails', from), from).to.throw('not an e-mail address');
      expect(() => new SmtpMailer({ url: 'smtp://localhost', from }), from).to.throw('not an e-mail address');
    }
  });
});

describe('The folder of mails', () => {
  let parent: string;
  let folder: string;
  let mailer: FileMailer;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'mails-'));
    folder = join(parent, 'outgoing', 'mails');
    mailer = new FileMailer(folder, 'ledger@blotter.example');
  });
  afterEach(() => rm(parent, { recursive: true }));

  const modeOf = async (...path: string[]) => ((await stat(join(folder, ...path))).mode & 0o777).toString(8);

  it('is made with the first mail, for its owner alone', async () => {
    await mailer.send(aMail());
    const [file] = await readdir(folder);
    expect([await modeOf(), await modeOf(file!)]).to.deep.equal(['700', '600']);
  });

  it('names a mail by its time and its id', async () => {
    const begun = new Date();
    const mail = aMail();
    await mailer.send(mail);
    const [file] = await readdir(folder);
    const [, day, time, id] = /^(\d{4}-\d\d-\d\dT)(\d\d-\d\d-\d\d-\d{3})Z-(.+)\.eml$/.exec(file!) ?? [];
    expect(id).to.equal(mail.id);
    const [h, m, s, ms] = time!.split('-');
    expect(new Date(`${day}${h}:${m}:${s}.${ms}Z`)).to.be.within(begun, new Date());
  });

  it('has one file of a mail that is sent several times at once', async () => {
    const mail = aMail();
    await Promise.all(Array.from({ length: 20 }, () => mailer.send(mail)));
    expect(await readdir(folder)).to.have.lengthOf(1);
  });

  it('keeps the file of a mail that is sent again, and leaves the former to whoever reads it', async () => {
    const mail = aMail();
    await mailer.send({ ...mail, subject: 'First' });
    const [file] = await readdir(folder);
    const reader = await open(join(folder, file!));
    await mailer.send({ ...mail, subject: 'Second' });
    expect(await reader.readFile('utf8')).to.match(/Subject: First\r\n[\s\S]*--\r\n$/);
    await reader.close();
    expect(await readdir(folder)).to.deep.equal([file]);
    expect(await readFile(join(folder, file!), 'utf8')).to.match(/Subject: Second\r\n[\s\S]*--\r\n$/);
  });

  it('fails for now when it cannot be written to, and keeps nothing half written', async () => {
    const mail = aMail();
    const occupied = `2026-11-24T09-30-00-000Z-${mail.id}.eml`;
    await mkdir(join(folder, occupied), { recursive: true });
    const failure = await mailer.send(mail).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error).and.not.instanceOf(MailRefused);
    expect(await readdir(folder)).to.deep.equal([occupied]);
  });
});
