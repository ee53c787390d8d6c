import { expect } from 'chai';
import { type Mail, MailRefused } from '#application/ports/mailer.ts';
import { aMail } from './stores/a-mail.ts';
import type { Mailbox, OpenWrittenMailbox, WrittenMail } from './stores/mailboxes.ts';

/** How a mail is written out, read again by another library than the one that wrote it. */
export function writtenMailContract(adapter: string, open: OpenWrittenMailbox): void {
  describe(`A written mail (${adapter})`, () => {
    const boxes: Mailbox<WrittenMail>[] = [];

    afterEach(async () => {
      for (const box of boxes.splice(0)) await box.close();
    });

    const written = async (mail: Mail, from?: string): Promise<WrittenMail> => {
      const box = await open(from);
      boxes.push(box);
      await box.mailer.send(mail);
      return (await box.arrived())[0]!;
    };

    it('says from whom, to whom and when it is, and that a machine wrote it', async () => {
      const begun = Math.floor(Date.now() / 1_000) * 1_000;
      const mail = await written(
        aMail({ id: 'd3f0e5d2-1111-4222-8333-444455556666' }),
        '"Blotter, für dich" <Ledger@blotter.example>',
      );
      expect(mail.from).to.deep.equal({ name: 'Blotter, für dich', address: 'ledger@blotter.example' });
      expect(mail.to).to.deep.equal(['ada@example.com']);
      expect(mail.messageId).to.equal('d3f0e5d2-1111-4222-8333-444455556666@blotter.example');
      expect(mail.date!.getTime()).to.be.within(begun, Date.now());
      expect(mail.header('auto-submitted')).to.equal('auto-generated');
    });

    it('may come from a name without quotes, and from no name', async () => {
      for (const [from, name] of [
        ['Blotter, für dich <ledger@blotter.example>', 'Blotter, für dich'],
        ['ledger@blotter.example', ''],
      ] as const) {
        expect((await written(aMail(), from)).from).to.deep.equal({ name, address: 'ledger@blotter.example' });
      }
    });

    it('has a Message-ID in ASCII, whatever the host is called', async () => {
      const mail = aMail();
      expect((await written(mail, 'ledger@bücher.example')).messageId).to.equal(`${mail.id}@xn--bcher-kva.example`);
    });

    it('has the link on a line of its own in the text', async () => {
      const { text } = await written(aMail({ paragraphs: ['First.', '.', 'Second,\r\nwith a second line.'] }));
      expect(text).to.equal(
        'First.\n\n.\n\nSecond,\nwith a second line.\n\nConfirm the address:\nhttps://blotter.example/confirm#token=9f-A_b\n',
      );
    });

    it('reads as it is where it is plain: no line is long, and nothing is encoded', async () => {
      const { raw } = await written(aMail({ paragraphs: ['some words '.repeat(30).trim()] }));
      const lines = raw.toString('latin1').split('\r\n');
      expect(lines).to.include('https://blotter.example/confirm#token=9f-A_b');
      const said = lines.filter((line) => line.startsWith('some words'));
      expect(Math.max(...said.map(({ length }) => length))).to.be.within(60, 76);
    });

    it('has the same words in the HTML, and the link behind a button', async () => {
      const { html } = await written(aMail({ action: { label: 'Open', url: 'https://blotter.example/?a=1&b="2"' } }));
      expect(html).to.match(/^<!doctype html><html lang="en">/);
      expect(html).to.include('<meta name="color-scheme" content="light dark"');
      expect(html).to.match(/<p style="[^"]+">Somebody, probably you, signed up for Blotter with this address\.<\/p>/);
      expect(html).to.match(/<a href="https:\/\/blotter\.example\/\?a=1&amp;b=&quot;2&quot;" style="[^"]+">Open<\/a>/);
    });

    it('shows markup as text and never obeys it', async () => {
      const words = '</p><script>alert("1")</script><img src=x onerror=alert(1)> &amp; </title>';
      const { text, html } = await written(
        aMail({ subject: words, paragraphs: [words], action: { label: words, url: `https://a.example/"><script>` } }),
      );
      expect(text.split(words)).to.have.lengthOf(3);
      expect(html).not.to.match(/<(script|img)/);
      expect(html.match(/<\/p>/g)).to.have.lengthOf(2);
      expect(
        html.split('&lt;/p>&lt;script>alert(').length + html.split('&lt;/p&gt;&lt;script&gt;alert(').length,
      ).to.equal(5);
    });

    it('has no line that a server may break', async () => {
      const { raw } = await written(
        aMail({ subject: 'ü'.repeat(900), paragraphs: ['x'.repeat(5_000), 'ü'.repeat(3_000)] }),
        `${'Blotter '.repeat(60)} <ledger@blotter.example>`,
      );
      const longest = Math.max(
        ...raw
          .toString('latin1')
          .split('\r\n')
          .map(({ length }) => length),
      );
      expect(longest).to.be.at.most(78);
    });

    it('has no header more when a subject, a name or an address tries to bring one', async () => {
      const { headers, html } = await written(aMail());
      for (const end of ['\r\n', '\n', '\r', '\u2028', '\u0085', '\0']) {
        const attack = `Hello${end}Bcc: eve@example.com${end}${end}<b>body</b>`;
        const mail = await written(
          aMail({
            subject: attack,
            action: { label: attack, url: `https://blotter.example/${end}Bcc: eve@example.com` },
          }),
          `${attack} <ledger@blotter.example>`.replaceAll(/[<>](?=b|\/b|body)/g, ''),
        );
        expect([...mail.headers].sort()).to.deep.equal([...headers].sort());
        expect([mail.to, mail.from.address]).to.deep.equal([['ada@example.com'], 'ledger@blotter.example']);
        expect(mail.subject).to.match(/^Hello Bcc: eve@example\.com <b>body<\/b>$/);
        expect(mail.text).to.include('\nhttps://blotter.example/ Bcc: eve@example.com\n');
        expect(mail.html.match(/<body/g)).to.deep.equal(html.match(/<body/g));
      }
    });

    it('has no control character in its text', async () => {
      const { text, html } = await written(aMail({ paragraphs: ['a\0b\u001b[31mc\u0007\u0085d'] }));
      expect(text).to.match(/^a b \[31mc {2}d\n/);
      expect(html).to.include('>a b [31mc  d<');
    });

    it('is refused for good when its id could not be part of a Message-ID or of the name of a file', async () => {
      for (const id of ['', '../../x', 'a b', 'a>\r\nBcc: eve@example.com', 'ü']) {
        const box = await open();
        boxes.push(box);
        const failure = await box.mailer.send(aMail({ id })).catch((error: unknown) => error);
        expect(failure).to.be.instanceOf(MailRefused);
        expect(await box.arrived()).to.deep.equal([]);
      }
    });
  });
}
