import { expect } from 'chai';
import fc from 'fast-check';
import { inspectFile } from '#application/imports/reading/inspect-file.ts';
import type { Mapping } from '#application/imports/reading/mapping.ts';
import { BATCH_SIZE, readRows } from '#application/imports/reading/read-rows.ts';
import { digest, inChunks } from './chunks.ts';
import { brokerExport } from './imports-as.ts';
import { rowsUnder } from './read-tables.ts';

const idsOf = async (file: string): Promise<readonly string[]> =>
  (await rowsUnder(file)).flatMap(({ outcome }) =>
    'operations' in outcome ? outcome.operations.map(({ externalId }) => externalId) : [],
  );

describe('The rows of a file', () => {
  it('are the same however its bytes are parted, and so is what is found out about it', async () => {
    for (const name of ['degiro', 'parqet']) {
      const file = brokerExport(name);
      const whole = await inspectFile(inChunks(file));
      const rows = await rowsUnder(file);
      for (const size of name === 'degiro' ? [1, 1_000] : [7]) {
        expect(await inspectFile(inChunks(file, size))).to.deep.equal(whole);
        expect(await rowsUnder(file, {}, size)).to.deep.equal(rows);
      }
    }
  });

  it('come in batches, and are numbered from 1', async () => {
    const file = `type,date\n${'fee,2026-11-24\n'.repeat(1_200)}`;
    const { mapping } = await inspectFile(inChunks(file));
    const sizes: number[] = [];
    const numbers: number[] = [];
    for await (const batch of readRows(inChunks(file), mapping!, digest)) {
      sizes.push(batch.length);
      numbers.push(...batch.map(({ number }) => number));
    }
    expect(Math.max(...sizes)).to.equal(BATCH_SIZE);
    expect(numbers).to.deep.equal(Array.from({ length: 1_200 }, (_, index) => index + 1));
  });

  it('have the same ids in two files that overlap, and ids of their own when they are equal', async () => {
    const header = 'Date,Type,Ticker,Quantity,Price,Currency';
    const row = (day: number): string => `2024-01-${String(day).padStart(2, '0')},Buy,X,1,2.5,EUR`;
    const january = await idsOf([header, row(1), row(2), row(2), row(3)].join('\n'));
    const later = await idsOf([header, row(2), row(2), row(3), row(4)].join('\n'));
    expect(new Set(january).size).to.equal(4);
    expect(later.slice(0, 3)).to.deep.equal(january.slice(1));
    expect(january).not.to.include(later[3]);
  });

  it('have the same ids when the columns stand in another order', async () => {
    const columns = ['Date', 'Type', 'Ticker', 'Quantity', 'Price', 'Currency'];
    const cells = ['2024-01-31', 'Buy', 'X', '1', '2.5', 'EUR'];
    const [id] = await idsOf(`${columns.join(',')}\n${cells.join(',')}`);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), async (order) => {
        const file = [columns, cells].map((line) => order.map((index) => line[index]).join(',')).join('\n');
        expect(await idsOf(file)).to.deep.equal([id]);
      }),
      { numRuns: 20 },
    );
  });

  it('of a broker are read as a correction says, which comes before the template', async () => {
    const rows = await rowsUnder(brokerExport('avanza'), { types: { övrigt: 'interest', Uttag: 'ignore' } });
    const outcomes = rows.map(({ outcome }) =>
      'operations' in outcome ? outcome.operations[0]?.draft.type : Object.keys(outcome)[0],
    );
    expect(outcomes[0]).to.equal('ignored');
    expect(outcomes.slice(11, 15)).to.deep.equal(['interest', 'interest', 'interest', 'interest']);
    expect(outcomes[1]).to.equal('sell');
  });

  it('are read, or the file is refused with a reason, whatever is in it', async () => {
    const pieces = fc.constantFrom(
      ...[
        'Date',
        'Type',
        'Quantity',
        'Price',
        'Amount',
        'Currency',
        'ISIN',
        'type',
        'date',
        '2024-01-31',
        '31/01/2024',
        'Buy',
        'Sell',
        'EUR',
      ],
      ...[
        '1',
        '-1.5',
        '1,5',
        '1.234',
        '€',
        '"',
        '""',
        ',',
        ',',
        ';',
        '\n',
        '\n',
        '\r\n',
        '\t',
        '|',
        '{',
        '}',
        '[',
        ']',
        ':',
        '\\',
        'é',
        '\uD800',
        "'",
        '=',
      ],
    );
    const hints = fc.constantFrom<Partial<Mapping>>(
      {},
      { template: null },
      { template: 'blotter' },
      { template: 'degiro' },
      { headerLine: 0 },
      { headerLine: 2 },
      { format: 'json' },
      { format: 'ndjson' },
      { delimiter: '|', direction: 'sign', decimal: 'either' },
      { columns: { date: 'Date', quantity: 'nowhere', type: 'Type' }, types: { buy: 'ignore' } },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 40 }), hints, async (parts, given) => {
        const file = Buffer.from(parts.join(''));
        const { mapping, problem, records } = await inspectFile(inChunks(file), given);
        expect(mapping === null).to.equal(problem !== null);
        if (mapping === null) return;
        let rows = 0;
        for await (const batch of readRows(inChunks(file, 5), mapping, digest)) rows += batch.length;
        expect(rows).to.equal(records);
      }),
      { numRuns: 100 },
    );
  });
});
