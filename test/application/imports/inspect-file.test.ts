import { expect } from 'chai';
import { inspectFile } from '#application/imports/reading/inspect-file.ts';
import { inChunks } from './chunks.ts';
import { brokerExport } from './imports-as.ts';
import { inspected } from './read-tables.ts';

const table = (header: string, ...rows: string[]): string => [header, ...rows, ''].join('\n');

const asked = async (file: string, hints = {}): Promise<string[]> =>
  (await inspected(file, hints)).questions.map(({ about, column, code }) => `${about} ${column} ${code}`);

describe('A file that is inspected', () => {
  const header = 'Datum;Art;ISIN;Stück;Kurs;Betrag;Währung';

  it('says how it can be read, and what is proven', async () => {
    const { mapping, questions, records, columns, types } = await inspected(
      table(
        header,
        '31.01.2024;Kauf;US0378331005;1,5;1.234,50;-1.851,75;EUR',
        '01.02.2024;Verkauf;US0378331005;1;1.300;1.300;EUR',
      ),
    );
    expect(questions).to.deep.equal([]);
    expect(records).to.equal(2);
    expect(mapping).to.deep.equal({
      format: 'csv',
      template: null,
      encoding: 'utf-8',
      delimiter: ';',
      headerLine: 1,
      columns: {
        date: 'Datum',
        type: 'Art',
        isin: 'ISIN',
        quantity: 'Stück',
        price: 'Kurs',
        payment: 'Betrag',
        currency: 'Währung',
      },
      decimal: ',',
      decimals: {},
      dateOrder: 'dmy',
      timeZone: 'UTC',
      types: { Kauf: 'buy', Verkauf: 'sell' },
      currency: null,
      source: 'import',
      direction: 'type',
      payments: 'signed',
    });
    expect(columns[3]).to.deep.equal({
      name: 'Stück',
      examples: ['1,5', '1'],
      use: 'quantity',
      proof: { of: ',', line: 2, cell: '1,5' },
    });
    expect(columns[0]?.proof).to.deep.equal({ of: 'dmy', line: 2, cell: '31.01.2024' });
    expect(types).to.deep.equal([
      { value: 'Kauf', count: 1, meaning: 'buy' },
      { value: 'Verkauf', count: 1, meaning: 'sell' },
    ]);
  });

  it('asks what 1.234 means where nothing in the file proves it', async () => {
    const file = table(
      'date,type,symbol,quantity,price,currency',
      '2024-01-31,buy,X y,10,1.234,EUR',
      '2024-02-01,buy,X y,5,2.345,EUR',
    );
    const renamed = file.replace('symbol', 'Ticker');
    const { questions } = await inspected(renamed);
    expect(questions).to.have.lengthOf(1);
    expect(questions[0]).to.deep.include({
      about: 'decimals',
      column: 'price',
      code: 'AMBIGUOUS',
      choices: ['.', ','],
    });
    expect(questions[0]?.detail).to.contain('“1.234” in line 2');
    expect(await asked(renamed, { decimals: { price: '.' } })).to.deep.equal([]);
    expect(await asked(renamed, { decimal: ',' })).to.deep.equal([]);
  });

  it('lets a column that proves nothing take the sign that all proven columns share', async () => {
    const { mapping, questions } = await inspected(
      table('Date,Type,Ticker,Quantity,Price,Currency,Fee', '2024-01-31,buy,X,"1,5","1.234",EUR,"0,25"'),
    );
    expect(questions).to.deep.equal([]);
    expect(mapping).to.deep.include({ decimal: ',', decimals: {} });
  });

  it('asks about it where the proven columns differ', async () => {
    const file = table('Date,Type,Ticker,Quantity,Price,Currency,Fee', '2024-01-31,buy,X,1.5,"1.234",EUR,"0,25"');
    expect(await asked(file)).to.deep.equal(['decimals Price AMBIGUOUS']);
    expect((await inspected(file)).mapping).to.deep.include({ decimal: null, decimals: { Quantity: '.', Fee: ',' } });
  });

  it('names both rows of a column that proves the point and the comma', async () => {
    const { questions } = await inspected(
      table('Date,Type,Ticker,Quantity,Price,Currency', '2024-01-31,buy,X,1,"1,5",EUR', '2024-01-31,buy,X,1,2.5,EUR'),
    );
    expect(questions[0]).to.deep.include({ about: 'decimals', column: 'Price', code: 'CONTRADICTORY' });
    expect(questions[0]?.detail).to.contain('line 3').and.to.contain('line 2');
  });

  it('asks whether the day or the month stands first, unless one of them is above 12', async () => {
    const rows = (...dates: string[]): string =>
      table('Date,Type,Ticker,Quantity,Price,Currency', ...dates.map((date) => `${date},buy,X,1,2,EUR`));
    expect(await asked(rows('03/04/2024', '05/05/2024'))).to.deep.equal(['dateOrder Date AMBIGUOUS']);
    expect(await asked(rows('03/04/2024', '13/04/2024'))).to.deep.equal([]);
    expect((await inspected(rows('03/04/2024', '04/13/2024'))).mapping?.dateOrder).to.equal('mdy');
    expect(await asked(rows('13/04/2024', '04/13/2024'))).to.deep.equal(['dateOrder Date CONTRADICTORY']);
    expect(await asked(rows('03/04/2024'), { dateOrder: 'dmy' })).to.deep.equal([]);
  });

  it('lists types that it does not know, with how often they come', async () => {
    const { questions, types } = await inspected(
      table(
        'Date,Type,Ticker,Quantity,Price,Currency',
        ...['Frobnicate', 'Buy', 'frobnicate', 'Dividend Tax'].map((type) => `2024-01-31,${type},X,1,2,EUR`),
      ),
    );
    expect(types).to.deep.equal([
      { value: 'Frobnicate', count: 2, meaning: null },
      { value: 'Buy', count: 1, meaning: 'buy' },
      { value: 'Dividend Tax', count: 1, meaning: null },
    ]);
    expect(questions.map(({ about, column, code }) => [about, column, code])).to.deep.equal([
      ['types', 'Frobnicate', 'UNKNOWN'],
      ['types', 'Dividend Tax', 'UNKNOWN'],
    ]);
    expect(questions[0]?.detail).to.contain('2 rows');
    expect(questions[0]?.choices).to.include('adjustment').and.to.include('ignore');
  });

  it('lists at most 200 values of its type column, and says that there are more', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => `2024-01-31,kind ${index},X,1,2,EUR`);
    const inspection = await inspected(table('Date,Type,Ticker,Quantity,Price,Currency', ...rows));
    expect(inspection.types).to.have.lengthOf(200);
    expect(inspection.moreTypes).to.equal(true);
  });

  it('asks for the columns that a ledger cannot do without', async () => {
    expect(await asked(table('a,b', 'x,y'))).to.deep.equal([
      'columns date MISSING',
      'columns type MISSING',
      'columns symbol MISSING',
      'columns quantity MISSING',
      'currency null MISSING',
    ]);
  });

  it('does not choose between two headings that differ in their parentheses alone', async () => {
    const { mapping, questions } = await inspected(
      table('Date,Type,Ticker,Quantity,Price,Currency (Price),Currency (Total)', '2024-01-31,Buy,X,1,2.5,USD,EUR'),
    );
    expect(mapping?.columns).not.to.have.property('currency');
    expect(questions.map(({ about }) => about)).to.deep.equal(['currency']);
  });

  it('may have lines before its header, which are no rows', async () => {
    const { mapping, records } = await inspected(
      table(
        'Statement of account 4711',
        'Created,2024-02-01',
        '',
        'Date,Type,Ticker,Quantity,Price,Currency',
        '2024-01-31,buy,X,1,2.5,EUR',
      ),
    );
    expect(mapping?.headerLine).to.equal(4);
    expect(records).to.equal(1);
  });

  it('is recognised as a broker’s by its columns, in any order and case, with others among them', async () => {
    const cells: Record<string, string> = {
      isin: 'US9220427424',
      TYPE: 'Dividends',
      Extra: 'x',
      amount: '1.5',
      SettleDate: '20240102',
      description: 'VT(US9220427424) CASH DIVIDEND',
      CURRENCYPRIMARY: 'USD',
    };
    const { mapping } = await inspected(`\uFEFF${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n`);
    expect(mapping).to.deep.include({ template: 'ibkr-dividends', source: 'interactive-brokers' });
    expect(mapping?.columns['date']).to.equal('SettleDate');
  });

  it('is recognised as a broker’s below a line of words that are known too', async () => {
    const words = 'Date;Type;ISIN;Quantity;Price;Amount;Currency;Fee;Note;Symbol;Time;Account;Ratio';
    const file = Buffer.concat([Buffer.from(`${words}\n`), brokerExport('avanza')]);
    expect((await inspected(file)).mapping).to.deep.include({ template: 'avanza', headerLine: 2 });
  });

  it('asks for the columns of a template that a person has chosen', async () => {
    const file = table(
      'Type,SettleDate,ISIN,Text,Amount,CurrencyPrimary',
      'Dividends,20240102,US9220427424,VT(US9220427424) CASH,1.5,USD',
    );
    const hints = { template: 'ibkr-dividends', headerLine: 1 };
    expect(await asked(file, hints)).to.deep.equal(['columns description MISSING']);
    expect(await asked(file, { ...hints, columns: { description: 'Text' } })).to.deep.equal([]);
  });

  it('is in the zone of its template, or of the hint, or of the person', async () => {
    const file = table('Date,Type,Ticker,Quantity,Price,Currency', '2024-01-31 12:00,buy,X,1,2.5,EUR');
    expect((await inspected(file, { timeZone: 'Asia/Tokyo' })).mapping?.timeZone).to.equal('Asia/Tokyo');
    const usual = await inspectFile(inChunks(file), {}, { timeZone: 'Europe/Berlin' });
    expect(usual.mapping?.timeZone).to.equal('Europe/Berlin');
  });

  it('is refused at once when it is no table, however much of it would still come', async () => {
    for (const [beginning, code] of [
      ['x', 'RECORD_TOO_LONG'],
      [`a${',b'.repeat(9_999)}\n`, 'TOO_MANY_COLUMNS'],
      ['[{"note":"', 'RECORD_TOO_LONG'],
    ] as const) {
      let pulled = 0;
      async function* endless(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(beginning);
        for (; pulled < 2_000; pulled += 1) yield Buffer.alloc(65_536, 'x');
      }
      expect((await inspectFile(endless())).problem?.code).to.equal(code);
      expect(pulled).to.be.at.most(20);
    }
  });

  it('has a problem instead of rows where it cannot be read', async () => {
    expect(await inspected('PK\u0003\u0004')).to.deep.include({ mapping: null, records: 0 });
    expect((await inspected('a,b\n"c')).problem).to.deep.include({ code: 'OPEN_QUOTE', line: 2 });
    expect((await inspected('')).problem?.code).to.equal('EMPTY_FILE');
  });
});
