import { expect } from 'chai';
import type { ReadRow } from '#application/imports/reading/read-row.ts';
import { escapeFormula } from '#application/spreadsheet/formula-escape.ts';
import { inspected, rowsUnder } from './read-tables.ts';

const HEADER =
  'account_id,type,figi,isin,symbol,instrument_type,quantity,price,currency,payment,fee,fee_currency,accrued_interest,ratio,date,date_precision,source,external_id,note,tags';

const operationsOf = (rows: readonly ReadRow[]) =>
  rows.map(({ outcome }) => ('operations' in outcome ? outcome.operations[0] : outcome));
const draftsOf = (rows: readonly ReadRow[]) =>
  operationsOf(rows).map((operation) =>
    operation !== undefined && 'draft' in operation ? operation.draft : operation,
  );

const ROW = {
  account_id: '0198c0de-0000-7000-8000-000000000001',
  type: 'buy',
  figi: 'BBG000B9XRY4',
  quantity: '1.500',
  price: '-12.5',
  currency: 'usd',
  date: '2026-11-24T09:30:00Z',
  note: ' =kept ',
  tags: ['a,b', '"c"'],
};
const DRAFT = {
  accountId: ROW.account_id,
  type: 'buy',
  figi: 'BBG000B9XRY4',
  quantity: '1.500',
  price: '-12.5',
  currency: 'usd',
  date: '2026-11-24T09:30:00Z',
  note: ' =kept ',
  tags: ['a,b', '"c"'],
};

describe('A CSV with the names of an operation', () => {
  it('is Blotter’s own, and goes to the domain to the letter', async () => {
    const file = `\uFEFF${HEADER},id,version,figi_check\r\n${ROW.account_id},buy,BBG000B9XRY4,,,,1.500,-12.5,usd,,,,,,2026-11-24T09:30:00Z,,,, =kept ,"[""a,b"",""\\""c\\""""]",x,1,ok\r\n`;
    expect((await inspected(file)).mapping).to.deep.include({ template: 'blotter', delimiter: ',' });
    expect(draftsOf(await rowsUnder(file))).to.deep.equal([DRAFT]);
  });

  it('loses the apostrophe that kept a text from being a formula, and no other', async () => {
    const notes = ['=1+1', '@x', "'tis", '-1+1', '-12.5', "'-12.5", "'"];
    const file = ['type,date,note', ...notes.map((note) => `deposit,2026-11-24,${escapeFormula(note)}`)].join('\n');
    expect(draftsOf(await rowsUnder(file)).map((draft) => (draft as { note: string }).note)).to.deep.equal(notes);
  });

  it('has an empty text where the export wrote one, which is not nothing', async () => {
    const file = "type,date,note\ndeposit,2026-11-24,'\ndeposit,2026-11-24,\n";
    expect(draftsOf(await rowsUnder(file))).to.deep.equal([
      { type: 'deposit', date: '2026-11-24', note: '' },
      { type: 'deposit', date: '2026-11-24' },
    ]);
  });

  it('keeps the source and the id that a row has, and makes an id beside those that have none', async () => {
    const rows = await rowsUnder(
      'type,date,source,external_id\nfee,2026-11-24,bank,B-1\nfee,2026-11-24,,\nfee,2026-11-24,,\n',
    );
    expect(
      operationsOf(rows).map(
        (each) => each && 'draft' in each && [each.draft.source, each.draft.externalId, each.externalId.slice(32)],
      ),
    ).to.deep.equal([
      ['bank', 'B-1', ''],
      [undefined, undefined, '-1'],
      [undefined, undefined, '-2'],
    ]);
    expect(operationsOf(rows).map((each) => each && 'draft' in each && each.externalId)[0]).to.equal('B-1');
  });

  it('may call the account by its name', async () => {
    const [operation] = operationsOf(await rowsUnder('type,date,account\nfee,2026-11-24,Savings\n'));
    expect(operation).to.deep.include({ account: 'Savings' });
  });

  it('says which tags are no list', async () => {
    for (const tags of ['growth', '{}', '[1]']) {
      expect(draftsOf(await rowsUnder(`type,date,tags\nfee,2026-11-24,${tags}\n`))[0]).to.deep.include({
        problems: [
          { column: 'tags', code: 'INVALID_FORMAT', detail: 'Tags are a JSON array of texts, such as ["growth"].' },
        ],
      });
    }
  });
});

describe('A JSON file of operations', () => {
  const forms: Record<string, (rows: readonly unknown[]) => string> = {
    'a list': (rows) => JSON.stringify(rows),
    'a list on many lines': (rows) => JSON.stringify(rows, null, 2),
    'an object that has them': (rows) =>
      JSON.stringify({ exported_at: { operations: [1, '"operations":['] }, operations: rows, count: [rows.length] }),
    'one on each line': (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  };

  for (const [form, write] of Object.entries(forms)) {
    it(`may be ${form}`, async () => {
      const file = write([ROW, { ...ROW, id: 'x', figi_check: null, note: 'say "x" } ]\\' }]);
      expect((await inspected(file)).mapping).to.deep.include({ template: 'blotter', delimiter: null });
      expect(draftsOf(await rowsUnder(file))).to.deep.equal([DRAFT, { ...DRAFT, note: 'say "x" } ]\\' }]);
    });
  }

  it('keeps numbers that survive, as they are written', async () => {
    const file = '[{"type":"buy","date":"2026-11-24","quantity":1.50,"price":1e-7,"payment":-123456789012345}]';
    expect(draftsOf(await rowsUnder(file))).to.deep.equal([
      { type: 'buy', date: '2026-11-24', quantity: '1.5', price: '0.0000001', payment: '-123456789012345' },
    ]);
  });

  it('says at each field what is wrong', async () => {
    const file = '[{"type":5,"date":"2026-11-24","quantity":1.0000000000000001,"colour":"red","tags":["a",1]},7,[]]';
    const rows = await rowsUnder(file);
    expect(
      rows.map(({ outcome }) =>
        'problems' in outcome ? outcome.problems.map(({ column, code }) => `${column} ${code}`) : [],
      ),
    ).to.deep.equal([
      ['type INVALID_TYPE', 'quantity INVALID_TYPE', 'colour UNKNOWN_FIELD', 'tags INVALID_TYPE'],
      ['null INVALID_TYPE'],
      ['null INVALID_TYPE'],
    ]);
  });

  it('gives the same id to the same row, in whatever order its fields are', async () => {
    const one = '{"type":"fee","date":"2026-11-24","payment":"-1","currency":"EUR"}';
    const other = '{"currency":"EUR","payment":"-1","date":"2026-11-24","type":"fee"}';
    const ids = operationsOf(await rowsUnder(`[${one},${other}]`)).map((each) =>
      each && 'externalId' in each ? each.externalId : '',
    );
    expect(ids[1]).to.equal(ids[0]?.replace(/-1$/, '-2'));
  });

  it('knows the line of each row', async () => {
    const rows = await rowsUnder('[\n{"type":"fee",\n"date":"2026-11-24"},\n{"type":"fee","date":"2026-11-24"}\n]');
    expect(rows.map(({ line }) => line)).to.deep.equal([2, 4]);
  });

  for (const [what, file, code] of [
    ['cut off', '[{"type":"fee"}', 'INVALID_JSON'],
    ['cut off within a text', '[{"type":"fe', 'INVALID_JSON'],
    ['a bracket too much', '[{"type":"fee"}]]', 'INVALID_JSON'],
    ['no JSON within a row', '[{"type":fee}]', 'INVALID_JSON'],
    ['brackets without end', `[${'['.repeat(100)}`, 'INVALID_JSON'],
    ['a row without end', `[{"note":"${'x'.repeat(1_200_000)}`, 'RECORD_TOO_LONG'],
    ['without rows', '{"a":1}', 'EMPTY_FILE'],
  ] as const) {
    it(`is refused when it is ${what}`, async () => {
      expect((await inspected(file)).problem?.code).to.equal(code);
    });
  }
});
