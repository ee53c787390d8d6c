import type { AccountRow } from '../ports/account-queries.ts';
import type { ExportFormat } from '../ports/operation-export.ts';
import type { OperationRow } from '../ports/operation-queries.ts';
import { escapeFormula } from '../spreadsheet/formula-escape.ts';

/**
 * What is exported of an operation: what somebody wrote, under the names of the API, with the account by its name. Ids, versions and instants of
 * recording are this Blotter's own, and are left out: the export of a ledger that was filled by an export is the same file.
 */
export const EXPORT_COLUMNS = [
  'account',
  'type',
  'figi',
  'isin',
  'symbol',
  'instrument_type',
  'quantity',
  'price',
  'currency',
  'payment',
  'fee',
  'fee_currency',
  'accrued_interest',
  'ratio',
  'date',
  'source',
  'external_id',
  'note',
  'tags',
] as const;
export type ExportColumn = (typeof EXPORT_COLUMNS)[number];

/** Texts of people and brokers, which a spreadsheet might take for formulas. */
export const FREE_TEXTS: ReadonlySet<ExportColumn> = new Set(['account', 'symbol', 'source', 'external_id', 'note']);

/** In a CSV, where an empty cell is nothing, a text that is empty. No other cell is a single apostrophe. */
export const EMPTY_TEXT = "'";

/** What stands around the rows, and between two of them. */
export const FRAMES: Readonly<Record<ExportFormat, { begin: string; between: string; end: string }>> = {
  csv: { begin: `${EXPORT_COLUMNS.join(',')}\n`, between: '\n', end: '\n' },
  json: { begin: '[\n', between: '\n,', end: '\n]\n' },
  ndjson: { begin: '', between: '\n', end: '\n' },
};

/** Names that tell accounts apart, also those that are called the same: the second is `Main (2)`. In the order of opening. */
export function namesOfAccounts(accounts: readonly Pick<AccountRow, 'id' | 'name'>[]): ReadonlyMap<string, string> {
  const taken = new Set(accounts.map(({ name }) => name));
  const given = new Set<string>();
  return new Map(
    accounts.map(({ id, name }) => {
      let unique = name;
      for (let count = 2; given.has(unique); count += 1) {
        const next = `${name} (${count})`;
        if (!taken.has(next)) unique = next;
      }
      given.add(unique);
      return [id, unique];
    }),
  );
}

type Values = { readonly [Column in ExportColumn]: string | null | readonly string[] };

/** One row of the file, without its end. @param account its name. */
export function exportRow(row: OperationRow, account: string, format: ExportFormat): string {
  const values: Values = {
    account,
    type: row.type,
    figi: row.figi,
    isin: row.isin,
    symbol: row.symbol,
    instrument_type: row.instrument_type,
    quantity: row.quantity,
    price: row.price,
    currency: row.currency,
    payment: row.payment,
    fee: row.fee,
    fee_currency: row.fee_currency,
    accrued_interest: row.accrued_interest,
    ratio: row.ratio,
    // A bare date says by itself how precise it is.
    date: row.date_precision === 'day' ? row.date.slice(0, 10) : row.date,
    source: row.source,
    external_id: row.external_id,
    note: row.note,
    tags: row.tags,
  };
  return format === 'csv' ? csvRow(values) : JSON.stringify(values);
}

const csvRow = (values: Values): string => EXPORT_COLUMNS.map((column) => cellOf(column, values[column])).join(',');

function cellOf(column: ExportColumn, value: Values[ExportColumn]): string {
  if (value === null) return '';
  if (typeof value !== 'string') return value.length === 0 ? '' : quoted(JSON.stringify(value));
  if (!FREE_TEXTS.has(column)) return value;
  return quoted(value === '' ? EMPTY_TEXT : escapeFormula(value));
}

/** As RFC 4180 and PostgreSQL's COPY have it. */
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
