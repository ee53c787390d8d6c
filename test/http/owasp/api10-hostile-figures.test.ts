import { expect } from 'chai';
import type { OperationBody } from '../support/answer.ts';
import { anOperation } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

/*
 * OWASP API10:2023, unsafe consumption of APIs. What brokers tell is third-party data. Here: figures in the digits and signs of other scripts, in
 * other notations and of any length, by every way to write an operation, and text that is a formula elsewhere. What a decimal is, JSON numbers
 * that lose digits, "1e400", NaN and -0 among them, is operations/decimals.test.ts; half a million elements and bombs errors/bodies.test.ts.
 * Imports, which read the files of brokers, and exports, where a formula would count, are not there yet.
 */

const FIGURES = ['quantity', 'price', 'payment', 'fee', 'accrued_interest'] as const;

/** What other programs take for a number: `1` and a bit, in each of them. */
const FORMAT: readonly string[] = [
  // Digits that are no ASCII.
  '١٢',
  '۱۲',
  '१२',
  '１２',
  '𝟏𝟐',
  '１.5',
  '1２',
  '¹',
  '1²',
  '₁',
  '①',
  'Ⅻ',
  '一',
  '½',
  '1½',
  // Signs and separators that look like ours.
  '−1',
  '－1',
  '﹣1',
  '–1',
  '＋1',
  '+-1',
  '-+1',
  '1-',
  '(1)',
  '1,5',
  '1٫5',
  '1．5',
  '1·5',
  '1,000.00',
  '1.000,00',
  "1'000",
  '1 000',
  '1\u00a0000',
  '1\u202f000',
  // What cannot be seen.
  '\ufeff1',
  '1\u200b',
  '\u200e1',
  '1\u00ad0',
  '\u202e1',
  '1\u0301',
  '1\u0000',
  '1\n',
  '\t1',
  // Other notations.
  '1e400',
  '-1e400',
  '1E5',
  '1e',
  '1e-400',
  '1d0',
  '0x1F',
  '0x1p3',
  '0b1',
  '0o7',
  '1n',
  '1f',
  '1_000',
  'NaN',
  '-NaN',
  'sNaN',
  'Infinity',
  '-Infinity',
  'inf',
  '1/3',
  '1%',
  '$1',
  '1 USD',
  '1.5M',
  '=1+1',
  '@1',
  'null',
  'true',
  '-',
  '+',
  '.',
  '1..5',
  '1.5.',
];
const TOO_LONG = ['9'.repeat(1_000), `-${'9'.repeat(1_000)}`, `0.${'0'.repeat(1_000)}1`, `1.${'9'.repeat(1_000)}`];
/** Long to write, and short to say. */
const EXACT: readonly (readonly [string, string])[] = [
  ['-0', '0'],
  ['+0.000', '0'],
  [`${'0'.repeat(60)}1.5`, '1.5'],
  [`1.5${'0'.repeat(60)}`, '1.5'],
];

describe('A figure that a broker could send', () => {
  let app: TestApp;
  let ada: Person;
  let path: string;

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
    path = `/operations/${(await ada.bearer.post('/operations', anOperation())).json<OperationBody>().id}`;
  });
  after(() => app.stop());

  const WAYS = {
    POST: (fields: object) => ada.bearer.post('/operations', anOperation(fields)),
    PUT: (fields: object) => ada.bearer.put(path, anOperation(fields)),
    PATCH: (fields: object) => ada.bearer.patch(path, fields),
  };
  const everything = async () => JSON.stringify(await app.sql('SELECT o::text FROM operations o ORDER BY id'));

  for (const [method, write] of Object.entries(WAYS)) {
    it(`is refused by ${method} at each field when it is no plain decimal, and changes nothing`, async () => {
      const before = await everything();
      for (const [figures, code] of [
        [FORMAT, 'INVALID_FORMAT'],
        [TOO_LONG, 'OUT_OF_RANGE'],
      ] as const)
        for (const figure of figures) {
          const { violations } = await write(Object.fromEntries(FIGURES.map((field) => [field, figure])));
          const expected = FIGURES.map((field) => `/${field} ${code}`).sort();
          expect([figure.slice(0, 40), violations]).to.deep.equal([figure.slice(0, 40), expected]);
        }
      expect(await everything()).to.equal(before);
    });

    it(`is kept by ${method} exactly when it is one, however it was written`, async () => {
      for (const [written, kept] of EXACT) {
        const { price, fee } = (await write({ price: written, fee: written })).json<OperationBody>();
        expect([written, price, fee]).to.deep.equal([written, kept, kept]);
      }
    });
  }

  it('is refused in dates and ratios in other digits', async () => {
    for (const date of ['٢٠٢٦-٠١-٠٥', '２０２６-01-05', '2026-0١-05', '2026‐01‐05', '2026-01-05T10:00:00−01:00'])
      expect([date, (await WAYS.POST({ date })).violations]).to.deep.equal([date, ['/date INVALID_FORMAT']]);
    const split = { type: 'split', price: null, quantity: null, fee: null, currency: null };
    for (const ratio of ['٢:1', '２:１', '2：1', '2∶1', '1e3:1', '-2:1', '0x2:1', 'NaN:1', `${'9'.repeat(1_000)}:1`])
      expect([ratio, (await WAYS.POST({ ...split, ratio })).violations.join()]).to.satisfy(([, told]: string[]) =>
        told?.startsWith('/ratio '),
      );
  });

  it('beside text that is a formula elsewhere is kept with it, letter by letter', async () => {
    for (const note of [
      '=HYPERLINK("http://x")',
      '+1',
      '-1',
      '@SUM(A1)',
      "=cmd|' /C calc'!A0",
      '"; DROP TABLE x; --',
    ]) {
      const kept = (await WAYS.PATCH({ note, tags: [note.trim()] })).json<OperationBody>();
      expect(kept).to.deep.include({ note, tags: [note.trim()] });
    }
    for (const note of ['\t=1', '\r=1', '1\n=1'])
      expect((await WAYS.PATCH({ note })).violations).to.deep.equal(['/note INVALID_FORMAT']);
  });
});
