import { EXPORT_COLUMNS, type ExportColumn } from '#application/exports/export-row.ts';

const FIRST = Date.parse('2020-01-01T00:00:00Z');
const MINUTE = 60_000;

type Row = Partial<Record<ExportColumn, string>>;

/** A CSV of so many buys that an export of them is the same file to the byte: each a minute after the one before. */
export function brokerFile(rows: number): Buffer {
  const line = (row: Row): string => EXPORT_COLUMNS.map((column) => row[column] ?? '').join(',');
  const lines = brokerRows(rows).map((row) => line({ account: 'Main', ...row }));
  return Buffer.from(`${[EXPORT_COLUMNS.join(','), ...lines].join('\n')}\n`);
}

/** The same as the API takes them. */
export const brokerRows = (rows: number): Row[] =>
  Array.from({ length: rows }, (_, index) => ({
    type: 'buy',
    figi: 'BBG000B9XRY4',
    quantity: String((index % 1_000) + 1),
    price: '71.5',
    currency: 'USD',
    fee: '0',
    fee_currency: 'USD',
    date: new Date(FIRST + index * MINUTE).toISOString(),
    source: 'broker',
    external_id: `order-${index}`,
  }));

/** What is wrong with an export that must be this file. */
export function differencesOf(exported: string, file: Buffer): string[] {
  const must = file.toString();
  if (exported === must) return [];
  const left = new Set(must.split('\n'));
  const tooMuch = exported.split('\n').filter((line) => !left.delete(line));
  return [
    `${exported.length} letters instead of ${must.length}`,
    ...tooMuch.map((line) => `too much: ${line}`),
    ...[...left].map((line) => `missing: ${line}`),
  ];
}
