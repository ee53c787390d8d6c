import { expect } from 'chai';
import type { Mail, MailChart, MailTable } from '#application/ports/mailer.ts';
import { readPicture } from '#test/support/read-picture.ts';
import { aMail } from './stores/a-mail.ts';
import type { Mailbox, OpenWrittenMailbox, WrittenMail } from './stores/mailboxes.ts';

const TABLE: MailTable = {
  caption: 'Main',
  columns: [
    { label: 'Figure', isNumber: false },
    { label: 'USD', isNumber: true },
    { label: 'EUR', isNumber: true },
  ],
  rows: [
    ['Bought', '1,000.00', '0.00'],
    ['Net cash', '-1,000.00', '12.50'],
  ],
};

const CHART: MailChart = {
  title: 'Net cash, November 2026',
  groups: [
    { label: 'USD', bars: [{ label: 'Main', value: '-1000', shown: '-1,000.00' }] },
    {
      label: 'EUR',
      bars: [
        { label: 'Main', value: '12.5', shown: '12.50' },
        { label: 'Брокер', value: '0', shown: '0.00' },
      ],
    },
  ],
};

const CSV = '\uFEFFaccount,amount\r\n"a ""b"", é",-1.5\r\n';

const aReport = (differences: Partial<Mail> = {}): Mail =>
  aMail({
    action: null,
    chart: CHART,
    tables: [TABLE],
    attachments: [{ name: 'blotter-2026-11.csv', type: 'text/csv', text: CSV }],
    ...differences,
  });

/** Above and below a letter, each farther away. */
const MARKS = Array.from({ length: 98 }, (_, at) => String.fromCharCode(0x300 + (at % 0x30))).join('');

/** What somebody may have called an account, and what each of them tries. */
const HOSTILE = [
  '</caption></table><script>alert("1")</script><img src=x onerror=alert(1)>',
  '" onerror="alert(1)',
  'a\r\nBcc: eve@example.com\r\n\r\n<b>body</b>',
  '\u202Eevil\u2066\u2067 turned',
  'a\0b\u001B[31mc\u2028d\u0085e',
  `Z${MARKS}`,
  '東京 नमस्ते 😀',
  'x'.repeat(100),
];

/** How the figures of a mail are written out, read again by another library than the one that wrote them. */
export function writtenFiguresContract(adapter: string, open: OpenWrittenMailbox): void {
  describe(`The figures in a written mail (${adapter})`, () => {
    const boxes: Mailbox<WrittenMail>[] = [];

    afterEach(async () => {
      for (const box of boxes.splice(0)) await box.close();
    });

    const written = async (mail: Mail): Promise<WrittenMail> => {
      const box = await open();
      boxes.push(box);
      await box.mailer.send(mail);
      return (await box.arrived())[0]!;
    };
    const imageIn = ({ html }: WrittenMail) =>
      /<img src="([^"]*)" width="(\d+)" height="(\d+)" alt="([^"]*)"/.exec(html)?.slice(1) ?? [];

    it('are no part of a mail that has none', async () => {
      const { files, html, raw } = await written(aMail());
      expect(files).to.deep.equal([]);
      expect(html).not.to.match(/<(table|img)/);
      expect(raw.toString('latin1').match(/Content-Type: multipart\/\w+/g)).to.deep.equal([
        'Content-Type: multipart/alternative',
      ]);
    });

    it('stand in aligned columns in the text', async () => {
      const { text } = await written(
        aReport({ paragraphs: ['Hello.'], tables: [TABLE, { ...TABLE, caption: 'Second' }] }),
      );
      const table = ['Figure          USD    EUR', 'Bought     1,000.00   0.00', 'Net cash  -1,000.00  12.50'].join(
        '\n',
      );
      expect(text).to.equal(`Hello.\n\nMain\n${table}\n\nSecond\n${table}\n`);
    });

    it('stand in a table of the HTML, whose cells know their row and their column', async () => {
      const { html } = await written(aReport());
      const plain = html.replaceAll(/ style="[^"]*"/g, '').replaceAll(/>\s+</g, '><');
      expect(plain).to.include(
        '<table><caption>Main</caption>' +
          '<thead><tr><th scope="col">Figure</th><th scope="col">USD</th><th scope="col">EUR</th></tr></thead>' +
          '<tbody><tr><th scope="row">Bought</th><td>1,000.00</td><td>0.00</td></tr>' +
          '<tr><th scope="row">Net cash</th><td>-1,000.00</td><td>12.50</td></tr></tbody></table>',
      );
      for (const cell of html.match(/<(td|th scope="col")[^>]*>[^<]*/g) ?? []) {
        expect(/text-align: end/.test(cell), cell).to.equal(!cell.endsWith('>Figure'));
        expect(/tabular-nums/.test(cell), cell).to.equal(!cell.endsWith('>Figure'));
      }
    });

    it('are drawn as a picture in the mail, which says what it shows', async () => {
      const mail = aReport();
      const arrived = await written(mail);
      const [picture] = arrived.files;
      const [src, , , alt] = imageIn(arrived);
      expect(picture).to.include({ type: 'image/png', disposition: 'inline', cid: `chart.${mail.id}@blotter.example` });
      expect(src).to.equal(`cid:${picture!.cid}`);
      expect(alt!.replaceAll(/[\u2068\u2069]/g, '')).to.equal(
        'Net cash, November 2026, as bars. USD: Main -1,000.00. EUR: Main 12.50, Брокер 0.00.',
      );
    });

    it('are drawn twice as fine as they are shown, in bars to both sides, on a card with round corners', async () => {
      const arrived = await written(aReport());
      const [, width, height] = imageIn(arrived);
      const { dotAt, size, dotsOf } = await readPicture(arrived.files[0]!.bytes);
      expect(size).to.deep.equal([2 * Number(width), 2 * Number(height)]);
      expect(dotAt(0, 0)).to.equal('00000000');
      expect(dotAt(20, 20)).to.equal('f3f5f8ff');
      const [less, more] = [dotsOf('b4500fff'), dotsOf('1d5fa8ff')];
      expect(less, 'what went out').to.be.above(1_000);
      expect(more, 'what came in').to.be.within(less * 0.95, less * 1.05);
    });

    it('are drawn whatever they are: all out, nothing, very much', async () => {
      const chart = (...values: string[]): MailChart => ({
        title: 'Net cash',
        groups: [{ label: 'USD', bars: values.map((value) => ({ label: 'Main', value, shown: value })) }],
      });
      for (const values of [['-1', '-2'], ['0'], ['9'.repeat(60), '0.000000000000000001'], Array(30).fill('1')]) {
        const arrived = await written(aReport({ chart: chart(...values) }));
        expect((await readPicture(arrived.files[0]!.bytes)).size[0], values.join()).to.be.above(500);
      }
    });

    it('name beside the picture what its letters cannot write, once', async () => {
      const bar = (label: string) => ({ label, value: '1', shown: '1 ₿' });
      const { html } = await written(
        aReport({
          chart: {
            title: 'Net cash',
            groups: [{ label: 'JPY', bars: [bar('東京'), bar('Ünï Брокер שלום'), bar('東京')] }],
          },
        }),
      );
      expect([...html.matchAll(/<div [^>]*>(\([^<]*)<\/div>/g)].map(([, legend]) => legend)).to.deep.equal([
        '(1) 東京',
        '(2) 1 ₿',
      ]);
    });

    it('come as a file to the byte, too', async () => {
      const { files } = await written(aReport());
      const { bytes, ...said } = files[1]!;
      expect(said).to.deep.equal({
        name: 'blotter-2026-11.csv',
        type: 'text/csv',
        disposition: 'attachment',
        cid: null,
      });
      expect(bytes.toString('hex')).to.equal(Buffer.from(CSV).toString('hex'));
    });

    it('arrive the same after a journey as JSON, which is how a mail waits', async () => {
      const mail = aReport();
      const [one, other] = [await written(mail), await written(JSON.parse(JSON.stringify(mail)))];
      expect([other.text, other.html]).to.deep.equal([one.text, one.html]);
      expect(other.files).to.deep.equal(one.files);
    });

    for (const name of HOSTILE) {
      it(`are not touched by a name such as ${JSON.stringify(name.slice(0, 30))}`, async () => {
        const usual = await written(aReport());
        const mail = await written(
          aReport({
            subject: `Report ${name}`,
            tables: [
              {
                caption: name,
                columns: TABLE.columns.map((column) => ({ ...column, label: name })),
                rows: [[name, name, '1.00']],
              },
            ],
            chart: { title: name, groups: [{ label: name, bars: [{ label: name, value: '1', shown: name }] }] },
            attachments: [{ name: `${name}.csv`, type: 'text/csv', text: CSV }],
          }),
        );
        expect([...mail.headers].sort()).to.deep.equal([...usual.headers].sort());
        expect(mail.to).to.deep.equal(['ada@example.com']);
        expect(mail.files.map(({ type }) => type)).to.deep.equal(['image/png', 'text/csv']);
        expect(mail.files[1]!.bytes.equals(usual.files[1]!.bytes)).to.equal(true);
        expect(mail.html.match(/<\/?\w+/g)?.filter((tag) => /^<\/?(script|img|body|b)$/.test(tag))).to.deep.equal([
          '<body',
          '<img',
          '</body',
        ]);
        expect(imageIn(mail)).to.have.lengthOf(4);
        expect(mail.text.trim().split('\n')).to.have.lengthOf(usual.text.trim().split('\n').length - 1);
        for (const text of [mail.subject, mail.text, mail.html, mail.files[1]!.name]) {
          expect(text).not.to.match(/[^\P{Cc}\n\r]|[\u202A-\u202E\u2066\u2067\u2028]/u);
        }
        expect((await readPicture(mail.files[0]!.bytes)).size[0]).to.be.above(500);
      });
    }

    it('keep a name with piled up marks to its own line of the picture', async () => {
      const chart = (label: string): MailChart => ({
        title: 'Net cash',
        groups: [{ label: 'USD', bars: ['a', label, 'a'].map((name) => ({ label: name, value: '1', shown: '1' })) }],
      });
      const drawn = async (label: string) =>
        (await readPicture((await written(aReport({ chart: chart(label) }))).files[0]!.bytes)).rows;
      const [plain, piled] = [await drawn('Z'), await drawn(`Z${MARKS}`)];
      const differing = plain.flatMap((row, y) => (row.equals(piled[y]!) ? [] : [y]));
      expect(differing.at(-1)! - differing[0]!).to.be.within(10, 56);
    });
  });
}
