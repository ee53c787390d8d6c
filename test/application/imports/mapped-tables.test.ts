import { expect } from 'chai';
import { briefly, rowsUnder } from './read-tables.ts';

const lines = (...all: string[]): string => all.join('\n');

describe('A table without a template', () => {
  it('is read by the words of its header and its types, whatever the language', async () => {
    for (const [header, buy, sell] of [
      ['Date,Type,ISIN,Quantity,Price,Currency', 'Buy', 'Sell'],
      ['Datum,Transaktionsart,ISIN,Stück,Kurs,Währung', 'Kauf', 'Verkauf'],
      ['Datum,Soort,ISIN,Aantal,Koers,Munt', 'Koop', 'Verkoop'],
      ['Datum,Typ av transaktion,ISIN,Antal,Kurs,Valuta', 'Köp', 'Sälj'],
      ["Date d'opération,Opération,Code ISIN,Quantité,Cours,Devise", 'Achat', 'Vente'],
      ['Fecha,Tipo de operación,ISIN,Cantidad,Precio,Divisa', 'Compra', 'Venta'],
      ['Data operazione,Tipo operazione,ISIN,Quantità,Prezzo,Divisa', 'Acquisto', 'Vendita'],
    ]) {
      const rows = await briefly(
        lines(header ?? '', `2024-01-31,${buy},US0378331005,2,10.5,EUR`, `2024-02-01,${sell},US0378331005,1,11.5,EUR`),
      );
      expect(rows, header).to.deep.equal([
        { type: 'buy', date: '2024-01-31', isin: 'US0378331005', quantity: '2', price: '10.5', currency: 'EUR' },
        { type: 'sell', date: '2024-02-01', isin: 'US0378331005', quantity: '1', price: '11.5', currency: 'EUR' },
      ]);
    }
  });

  it('has the payment with the sign that its type has, and cash without a quantity', async () => {
    const rows = await briefly(
      lines(
        'Date,Type,Ticker,Quantity,Price,Amount,Fee,Currency',
        '2024-01-31,Buy,X,2,10.5,22,1,EUR',
        '2024-01-31,Sell,X,1,11,10,-1,EUR',
        '2024-01-31,Withdrawal,,1,100,100,,EUR',
        '2024-01-31,Custody fee,,,,3.50,,EUR',
        '2024-01-31,Dividend,X,2,0.5,1,,EUR',
      ),
    );
    expect(rows).to.deep.equal([
      {
        type: 'buy',
        date: '2024-01-31',
        symbol: 'X',
        quantity: '2',
        price: '10.5',
        payment: '-22',
        fee: '1',
        currency: 'EUR',
      },
      {
        type: 'sell',
        date: '2024-01-31',
        symbol: 'X',
        quantity: '1',
        price: '11',
        payment: '10',
        fee: '1',
        currency: 'EUR',
      },
      { type: 'withdrawal', date: '2024-01-31', payment: '-100', currency: 'EUR' },
      { type: 'fee', date: '2024-01-31', payment: '-3.5', currency: 'EUR' },
      { type: 'dividend', date: '2024-01-31', symbol: 'X', quantity: '2', payment: '1', currency: 'EUR' },
    ]);
  });

  it('may write sales as negative quantities, with a type or without', async () => {
    const bought = { type: 'buy', date: '2024-01-31', symbol: 'X', quantity: '2', price: '10', currency: 'EUR' };
    const sold = { ...bought, type: 'sell', quantity: '1' };
    const typeless = lines('Date,Ticker,Quantity,Price,Currency', '2024-01-31,X,2,10,EUR', '2024-01-31,X,-1,10,EUR');
    expect(await briefly(typeless)).to.deep.equal([bought, sold]);
    const trades = lines(
      'Date,Type,Ticker,Quantity,Price,Currency',
      '2024-01-31,Trade,X,2,10,EUR',
      '2024-01-31,Trade,X,-1,10,EUR',
    );
    expect(await briefly(trades)).to.deep.equal([bought, sold]);
    expect(
      await briefly(lines('Date,Ticker,Quantity,Price,Currency', '2024-01-31,X,0,10,EUR'), { direction: 'sign' }),
    ).to.deep.equal([['null REQUIRED']]);
  });

  it('may state no price: then it is what was paid before the fee, by the quantity', async () => {
    const rows = await briefly(
      lines(
        'Datum;Typ;Wert;Gebühren;Stück;ISIN;Währung',
        '2024-01-15;Kauf;1.005,00;5,00;10;US0378331005;EUR',
        '2024-01-15;Verkauf;995,00;5,00;10;US0378331005;EUR',
      ),
    );
    expect(
      rows.map((row) => row as Record<string, string>).map(({ price, payment, fee }) => [price, payment, fee]),
    ).to.deep.equal([
      ['100', '-1005', '5'],
      ['100', '995', '5'],
    ]);
  });

  it('leaves out what its status says was not carried out', async () => {
    const header = 'date;time;status;type;isin;shares;price;currency';
    const row = (status: string): string => `2024-08-20;09:12:30;${status};Buy;US0378331005;1,5;97,65;EUR`;
    const rows = await briefly(lines(header, row('Executed'), row('Cancelled'), row('STORNIERT')));
    expect(rows.map((each) => (each === 'ignored' ? each : 'read'))).to.deep.equal(['read', 'ignored', 'ignored']);
  });

  it('in pence is booked in pounds, whether or not its amounts are in pence too', async () => {
    const rows = await briefly(
      lines(
        'Date,Type,Ticker,Quantity,Price,Currency,Amount,Fee',
        '2024-01-15,Buy,AV,10,496.5,GBX,-50.00,0.35',
        '2024-01-15,Sell,AV,10,496.5,GBp,4930.00,35',
        '2024-01-15,Buy,AV,10,496.5,GBX,,',
        '2024-01-15,Buy,AV,10,496.5,GBX,,0.35',
        '2024-01-15,Dividend,AV,,,GBX,5,',
        '2024-01-15,Buy,AV,10,0.000000000000000001,GBX,,',
      ),
    );
    expect(
      rows
        .map((row) => row as Record<string, string>)
        .map(({ price, currency, payment, fee }) => [price, currency, payment, fee]),
    ).to.deep.equal([
      ['4.965', 'GBP', '-50', '0.35'],
      ['4.965', 'GBP', '49.3', '0.35'],
      ['4.965', 'GBP', undefined, undefined],
      ['496.5', 'GBX', undefined, '0.35'],
      [undefined, 'GBX', '5', undefined],
      ['0.000000000000000001', 'GBX', undefined, undefined],
    ]);
  });

  it('is read as a person says', async () => {
    const file = lines('wann|was|wieviel|wozu', '3.4.2024|rein|1.234|x', '5.4.2024|weg|7.5|x');
    const hints = {
      columns: { date: 'wann', type: 'was', payment: 'wieviel', note: 'wozu' },
      types: { rein: 'deposit', weg: 'ignore' },
      currency: 'CHF',
      dateOrder: 'dmy',
      decimal: '.',
      source: 'savings book',
      timeZone: 'Europe/Zurich',
    } as const;
    const rows = await rowsUnder(file, hints);
    expect(rows.map(({ outcome }) => ('operations' in outcome ? outcome.operations[0]?.draft : outcome))).to.deep.equal(
      [
        {
          type: 'deposit',
          date: '2024-04-03',
          payment: '1.234',
          currency: 'CHF',
          note: 'x',
          source: 'savings book',
          externalId: rows[0] && 'operations' in rows[0].outcome ? rows[0].outcome.operations[0]?.externalId : '',
        },
        { ignored: 'Its type is left out, as the mapping says.' },
      ],
    );
    expect(
      await briefly('3.4.2024;5\n', {
        headerLine: 0,
        columns: { date: 'Column 1', payment: 'Column 2' },
        dateOrder: 'dmy',
        delimiter: ';',
      }),
    ).to.deep.equal([['null REQUIRED']]);
  });

  it('says what is wrong in which cell, all at once, and gives no half of a row', async () => {
    const rows = await rowsUnder(
      lines(
        'Date,Type,Ticker,Quantity,Price,Currency',
        '2024-02-31,Buy,X,1.5x,10.5,EUR',
        '2024-01-31,Frob,X,1.5,10.5,EUR',
        '2024-01-31,Buy,X,1.5',
      ),
    );
    expect(rows.map(({ line, outcome }) => [line, outcome])).to.deep.equal([
      [
        2,
        {
          problems: [
            { column: 'Quantity', code: 'INVALID_FORMAT', detail: '“1.5x” is not a number.' },
            { column: 'Date', code: 'INVALID_FORMAT', detail: 'The calendar has no such day as “2024-02-31”.' },
          ],
        },
      ],
      [
        3,
        {
          problems: [
            {
              column: 'Type',
              code: 'UNKNOWN_TYPE',
              detail:
                'It is not known what “Frob” means: say which type of operation it is, or that it is to be left out.',
            },
          ],
        },
      ],
      [4, { problems: [{ column: null, code: 'BROKEN_ROW', detail: 'This row has 4 cells, and the header 6.' }] }],
    ]);
  });

  it('may lack a text at the end of a row, and have empty cells too many, but no more', async () => {
    const header = 'Date,Type,Ticker,Quantity,Price,Currency,Note';
    const rows = await briefly(
      lines(header, '2024-01-31,Buy,X,1,10,EUR', '2024-01-31,Buy,X,1,10,EUR,,, ', '2024-01-31,Buy,X,1,10,EUR,n,more'),
    );
    expect(rows.map((row) => (Array.isArray(row) ? row : 'read'))).to.deep.equal(['read', 'read', ['null BROKEN_ROW']]);
  });

  it('tells which column each field came from', async () => {
    const [row] = await rowsUnder(lines('Datum;Art;Kürzel;Stück;Kurs;Währung', '2024-01-31;Kauf;X;1;2,5;EUR'));
    expect(row?.columns).to.deep.equal(['Datum', 'Art', 'Kürzel', 'Stück', 'Kurs', 'Währung']);
    expect(row && 'operations' in row.outcome && row.outcome.operations[0]?.columns).to.deep.equal({
      type: 'Art',
      date: 'Datum',
      symbol: 'Kürzel',
      quantity: 'Stück',
      price: 'Kurs',
      currency: 'Währung',
    });
  });

  it('keeps the time of a zone in a column, of the mapping, or of the cell', async () => {
    const rows = await briefly(
      lines(
        'Date,Time,Timezone,Type,Amount,Currency',
        '2024-07-01,12:00,Asia/Tokyo,Deposit,5,EUR',
        '2024-07-01,12:00,,Deposit,5,EUR',
        '2024-07-01T12:00Z,,,Deposit,5,EUR',
      ),
      { timeZone: 'Europe/Berlin' },
    );
    expect(rows.map((row) => (row as { date: string }).date)).to.deep.equal([
      '2024-07-01T03:00:00.000Z',
      '2024-07-01T10:00:00.000Z',
      '2024-07-01T12:00:00.000Z',
    ]);
  });
});
