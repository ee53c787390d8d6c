import { expect } from 'chai';
import { MailRefused } from '#application/ports/mailer.ts';
import { aMail } from './stores/a-mail.ts';
import type { Mailbox, OpenMailbox } from './stores/mailboxes.ts';

/** What every mailer does with a mail. How it is written out is in written-mail-contract.ts. */
export function mailerContract(adapter: string, open: OpenMailbox): void {
  describe(`The mailer (${adapter})`, () => {
    let box: Mailbox;

    beforeEach(async () => {
      box = await open();
    });
    afterEach(() => box.close());

    const send = (...mails: ReturnType<typeof aMail>[]) => Promise.all(mails.map((mail) => box.mailer.send(mail)));
    const failureOf = (sending: Promise<void>) =>
      sending.then(
        () => null,
        (error: unknown) => error,
      );

    it('brings a mail whole to the one whom it is for', async () => {
      const mail = aMail();
      await box.mailer.send(mail);
      const [arrived, ...others] = await box.arrived();
      expect(others).to.deep.equal([]);
      expect(arrived).to.deep.include({ id: mail.id, to: [mail.to], subject: mail.subject });
      for (const words of [...mail.paragraphs, mail.action!.label, mail.action!.url]) {
        expect(arrived!.text).to.include(words);
      }
    });

    it('brings a mail that asks for nothing to be done', async () => {
      const mail = aMail({ action: null });
      await box.mailer.send(mail);
      expect((await box.arrived())[0]!.text.trim().split(/\n+/)).to.deep.equal(mail.paragraphs);
    });

    it('keeps every letter of every script', async () => {
      const words = 'Grüße, Ναυσικά, Здравствуйте, 東京, שלום, नमस्ते, e\u0301, 𝔏𝔢𝔡𝔤𝔢𝔯, “quoted” – 100 % = 1 €';
      await box.mailer.send(
        aMail({ subject: words, paragraphs: [words], action: { label: words, url: 'https://a.example/' } }),
      );
      const [arrived] = await box.arrived();
      expect(arrived!.subject).to.equal(words);
      expect(inOneLine(arrived!.text).split(words)).to.have.lengthOf(3);
    });

    it('keeps very long lines, and lines that are only a dot', async () => {
      const paragraphs = ['word '.repeat(2_000).trim(), 'x'.repeat(5_000), 'a\n.\n..\nb'];
      const url = `https://blotter.example/${'a'.repeat(3_000)}`;
      await box.mailer.send(aMail({ paragraphs, action: { label: 'Open', url } }));
      const [arrived] = await box.arrived();
      for (const words of [...paragraphs, url]) expect(inOneLine(arrived!.text)).to.include(inOneLine(words));
    });

    it('lets a repetition be told from another mail', async () => {
      const [mail, other] = [aMail(), aMail()];
      await box.mailer.send({ ...mail, subject: 'First' });
      await box.mailer.send(other);
      await box.mailer.send({ ...mail, subject: 'Second' });
      const arrived = await box.arrived();
      expect(new Set(arrived.map(({ id }) => id))).to.deep.equal(new Set([mail.id, other.id]));
      expect(arrived.filter(({ id }) => id === mail.id).at(-1)!.subject).to.equal('Second');
      expect(arrived).to.have.lengthOf(box.replaces ? 2 : 3);
    });

    it('loses none of many at once, and mixes none up', async () => {
      const mails = Array.from({ length: 40 }, (_, n) =>
        aMail({ to: `person-${n}@example.com`, subject: `Mail ${n}` }),
      );
      await send(...mails);
      const facts = ({ id, subject }: { id: string; subject: string }, to: string) => `${id} ${to} ${subject}`;
      const arrived = await box.arrived();
      expect(arrived.map((mail) => facts(mail, mail.to.join())).sort()).to.deep.equal(
        mails.map((mail) => facts(mail, mail.to)).sort(),
      );
    });

    for (const [what, to] of [
      ['names two people', 'ada@example.com, eve@example.com'],
      ['holds another header', 'ada@example.com\r\nBcc: eve@example.com'],
      ['holds another command', 'ada@example.com>\r\nRCPT TO:<eve@example.com'],
      ['has a name to it', 'Ada <ada@example.com>'],
      ['is none', 'ada'],
    ] as const) {
      it(`refuses for good an address that ${what}, and sends nothing`, async () => {
        expect(await failureOf(box.mailer.send(aMail({ to })))).to.be.instanceOf(MailRefused);
        expect(await box.arrived()).to.deep.equal([]);
      });
    }

    it('sends nothing once it is closed, and may be closed twice', async () => {
      await box.mailer.send(aMail());
      await box.mailer.close();
      await box.mailer.close();
      expect(await failureOf(box.mailer.send(aMail())))
        .to.be.instanceOf(Error)
        .and.not.instanceOf(MailRefused);
      expect(await box.arrived()).to.have.lengthOf(1);
    });
  });
}

/** Where a long line is broken is the adapter's. */
const inOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
