import { expect } from 'chai';
import type { OperationBody } from '../support/answer.ts';
import { anOperation, NO_ID } from '../support/builders.ts';
import type { Person } from '../support/person.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const accents = (count: number): string => '𝔢'.repeat(count);

/** For each field: what is refused with which code, and what is kept of what is accepted. */
const FIELDS: Readonly<Record<string, { refused: readonly [unknown, string][]; kept: readonly [unknown, unknown][] }>> =
  {
    figi: {
      refused: [
        ['', 'INVALID_FORMAT'],
        ['BBG000B9XRY', 'INVALID_FORMAT'],
        ['BBG000B9XRY44', 'INVALID_FORMAT'],
        ['bbg000b9xry4', 'INVALID_FORMAT'],
        [' BBG000B9XRY4', 'INVALID_FORMAT'],
        ['BBG000B9XR-4', 'INVALID_FORMAT'],
        ['BBG000B9XRY٤', 'INVALID_FORMAT'],
        [4, 'INVALID_TYPE'],
      ],
      kept: [
        ['BBG000B9XRY4', 'BBG000B9XRY4'],
        ['FUTSI0626000', 'FUTSI0626000'],
        [null, null],
      ],
    },
    isin: {
      refused: [
        ['', 'INVALID_FORMAT'],
        ['US037833100', 'INVALID_FORMAT'],
        ['us0378331005', 'INVALID_FORMAT'],
        ['US0378331005 ', 'INVALID_FORMAT'],
        ['1S0378331005', 'INVALID_FORMAT'],
        ['US037833100X', 'INVALID_FORMAT'],
        ['US0378331006', 'INVALID_CHECK_DIGIT'],
        [[], 'INVALID_TYPE'],
      ],
      kept: [
        ['US0378331005', 'US0378331005'],
        ['IE00B3RBWM25', 'IE00B3RBWM25'],
        ['DE000BAY0017', 'DE000BAY0017'],
        [null, null],
      ],
    },
    symbol: {
      refused: [
        ['', 'INVALID_FORMAT'],
        ['   ', 'INVALID_FORMAT'],
        ['x'.repeat(33), 'INVALID_FORMAT'],
        ['A;B', 'INVALID_FORMAT'],
        ['Straße', 'INVALID_FORMAT'],
        ['A\0', 'INVALID_FORMAT'],
        [`A${' '.repeat(1_000)}!`, 'INVALID_FORMAT'],
        [1, 'INVALID_TYPE'],
      ],
      kept: [
        ['VUSA:XAMS', 'VUSA:XAMS'],
        [' brk.b ', 'BRK.B'],
        ['eur/usd=x', 'EUR/USD=X'],
        ['A B+C^D-E_F', 'A B+C^D-E_F'],
        ['x'.repeat(32), 'X'.repeat(32)],
        ['a', 'A'],
        [null, null],
      ],
    },
    instrument_type: {
      refused: [
        ['', 'NOT_ALLOWED'],
        ['Share', 'NOT_ALLOWED'],
        ['stock', 'NOT_ALLOWED'],
        [true, 'INVALID_TYPE'],
      ],
      kept: [
        ...[
          'share',
          'bond',
          'etf',
          'fund',
          'currency',
          'future',
          'option',
          'crypto',
          'commodity',
          'index',
          'other',
        ].map((type): [string, string] => [type, type]),
        [null, null],
      ],
    },
    currency: {
      refused: [
        ['', 'INVALID_FORMAT'],
        ['U', 'INVALID_FORMAT'],
        ['ABCDEFGHIJKLM', 'INVALID_FORMAT'],
        ['US$', 'INVALID_FORMAT'],
        [' USD', 'INVALID_FORMAT'],
        ['ΕUR', 'INVALID_FORMAT'],
        ['GBp', 'MINOR_UNIT'],
        ['GBX', 'MINOR_UNIT'],
        ['gbx', 'MINOR_UNIT'],
        ['ZAc', 'MINOR_UNIT'],
        ['ZAC', 'MINOR_UNIT'],
        ['ILA', 'MINOR_UNIT'],
        [840, 'INVALID_TYPE'],
      ],
      kept: [
        ['usd', 'USD'],
        ['GBP', 'GBP'],
        ['gbp', 'GBP'],
        ['Zar', 'ZAR'],
        ['1INCH', '1INCH'],
        ['ABCDEFGHIJKL', 'ABCDEFGHIJKL'],
      ],
    },
    fee_currency: {
      refused: [
        ['GBp', 'MINOR_UNIT'],
        ['€', 'INVALID_FORMAT'],
        [{}, 'INVALID_TYPE'],
      ],
      kept: [
        ['bnb', 'BNB'],
        [null, 'USD'],
      ],
    },
    source: {
      refused: [
        ['', 'TOO_SHORT'],
        ['x'.repeat(201), 'TOO_LONG'],
        [accents(201), 'TOO_LONG'],
        ['a\nb', 'INVALID_FORMAT'],
        ['a\u0085b', 'INVALID_FORMAT'],
        [5, 'INVALID_TYPE'],
      ],
      kept: [
        [accents(200), accents(200)],
        [' my broker ', ' my broker '],
        [null, null],
      ],
    },
    external_id: {
      refused: [
        ['', 'TOO_SHORT'],
        ['x'.repeat(201), 'TOO_LONG'],
        ['a\0b', 'INVALID_FORMAT'],
        [1001, 'INVALID_TYPE'],
      ],
      kept: [
        ['x'.repeat(200), 'x'.repeat(200)],
        ['Ü-1001', 'Ü-1001'],
        [null, null],
      ],
    },
    note: {
      refused: [
        ['x'.repeat(2_001), 'TOO_LONG'],
        [accents(2_001), 'TOO_LONG'],
        ['x'.repeat(1_000_000), 'TOO_LONG'],
        ['a\0b', 'INVALID_FORMAT'],
        ['a\u001bb', 'INVALID_FORMAT'],
        ['a\u007fb', 'INVALID_FORMAT'],
        [['a'], 'INVALID_TYPE'],
      ],
      kept: [
        ['', ''],
        [accents(2_000), accents(2_000)],
        [' as it is ', ' as it is '],
        ["Robert'); DROP TABLE operations;--", "Robert'); DROP TABLE operations;--"],
        ['<script>alert(1)</script> \\ " \u202e é é', '<script>alert(1)</script> \\ " \u202e é é'],
        [null, null],
      ],
    },
    ratio: {
      refused: [
        ['', 'INVALID_FORMAT'],
        ['4', 'INVALID_FORMAT'],
        ['0:1', 'INVALID_FORMAT'],
        ['4:0', 'INVALID_FORMAT'],
        ['-4:1', 'INVALID_FORMAT'],
        ['4.5:1', 'INVALID_FORMAT'],
        ['04:1', 'INVALID_FORMAT'],
        ['4 : 1', 'INVALID_FORMAT'],
        ['4:1:1', 'INVALID_FORMAT'],
        [`${'9'.repeat(19)}:1`, 'INVALID_FORMAT'],
        [4, 'INVALID_TYPE'],
      ],
      kept: [
        ['4:1', '4:1'],
        ['1:10', '1:10'],
        ['4:2', '4:2'],
        [`${'9'.repeat(18)}:${'9'.repeat(18)}`, `${'9'.repeat(18)}:${'9'.repeat(18)}`],
      ],
    },
    account_id: {
      refused: [
        ['', 'INVALID_FORMAT'],
        ['main', 'INVALID_FORMAT'],
        [`{${NO_ID}}`, 'INVALID_FORMAT'],
        [1, 'INVALID_TYPE'],
      ],
      kept: [],
    },
  };

describe('A field of an operation', () => {
  let app: TestApp;
  let ada: Person;
  const base = (field: string) =>
    field === 'ratio' ? { type: 'split', figi: 'BBG000B9XRY4', date: '2026-11-20' } : anOperation({ symbol: 'AAPL' });
  const post = (field: string, value: unknown) => ada.bearer.post('/operations', { ...base(field), [field]: value });

  before(async () => {
    app = await startApp();
    ada = await app.signedUp();
  });
  after(() => app.stop());

  for (const [field, { refused, kept }] of Object.entries(FIELDS)) {
    it(`${field} is refused when it is not what it should be`, async () => {
      for (const [value, code] of refused) {
        const { violations } = await post(field, value);
        expect([value, violations]).to.deep.equal([value, [`/${field} ${code}`]]);
      }
    });

    if (kept.length > 0)
      it(`${field} is kept as it was meant, and read as it was answered`, async () => {
        for (const [value, meant] of kept) {
          const operation = (await post(field, value)).json<OperationBody>();
          expect([value, operation[field as 'note']]).to.deep.equal([value, meant]);
          expect((await ada.bearer.get(`/operations/${operation.id}`)).json()).to.deep.equal(operation);
        }
      });
  }

  it('tags is refused at the tag that is wrong', async () => {
    for (const [tags, violation] of [
      ['long-term', '/tags INVALID_TYPE'],
      [{}, '/tags INVALID_TYPE'],
      [Array(21).fill('a'), '/tags TOO_MANY'],
      [['a', '', 'b'], '/tags/1 TOO_SHORT'],
      [['a', 'x'.repeat(41)], '/tags/1 TOO_LONG'],
      [['a\0'], '/tags/0 INVALID_FORMAT'],
      [['a', null], '/tags/1 INVALID_TYPE'],
      [[['a']], '/tags/0 INVALID_TYPE'],
      [Array(300_000).fill(1), '/tags TOO_MANY'],
    ] as const)
      expect((await post('tags', tags)).violations).to.deep.equal([violation]);
  });

  it('tags is kept in its order, and is empty when it is left out or null', async () => {
    for (const [tags, kept] of [
      [
        ['b', 'a', 'Ü', 'a b,c"{}\\', 'NULL'],
        ['b', 'a', 'Ü', 'a b,c"{}\\', 'NULL'],
      ],
      [Array.from({ length: 20 }, (_, i) => `${accents(38)}${i + 10}`), null],
      [[], []],
      [null, []],
    ] as const) {
      const operation = (await post('tags', tags)).json<OperationBody>();
      expect(operation.tags).to.deep.equal(kept ?? tags);
      expect((await ada.bearer.get(`/operations/${operation.id}`)).json()).to.deep.equal(operation);
    }
  });

  it('that is only shown cannot be written', async () => {
    for (const field of ['id', 'figi_check', 'instrument', 'payment_check', 'version', 'created_at', 'updated_at'])
      for (const value of [null, 'ok', 1])
        expect((await post(field, value)).violations).to.deep.equal([`/${field} READ_ONLY`]);
  });

  it('that nobody knows is refused by the name it came under', async () => {
    for (const [field, pointer] of [
      ['accountId', '/accountId'],
      ['faults', '/faults'],
      ['constructor', '/constructor'],
      ['a/b~c', '/a~1b~0c'],
      ['', '/'],
      ['x'.repeat(5_000), `/${'x'.repeat(100)}`],
    ] as const)
      expect((await post(field, 1)).violations).to.deep.equal([`${pointer} UNKNOWN_FIELD`]);
  });
});
