import type { StagedOperation, StagedRow } from '#application/imports/import.ts';
import { quoted } from '../text-rows.ts';

/** The columns of import_rows that an operation fills, which are those of operations. */
export const BOOKED = [
  'id',
  'account_id',
  'type',
  'figi',
  'figi_check',
  'isin',
  'symbol',
  'instrument_type',
  'quantity',
  'price',
  'currency',
  'payment',
  'payment_check',
  'fee',
  'fee_currency',
  'accrued_interest',
  'ratio',
  'date',
  'date_precision',
  'source',
  'external_id',
  'import_key',
  'note',
  'tags',
] as const;

export const STAGED = ['number', 'part', 'line', 'state', 'columns', 'cells', 'problems', 'reason', ...BOOKED];

const EMPTY = Array<null>(BOOKED.length).fill(null);

/** Lines of COPY, in its text format, one for each operation of the row, or one for none. @param first of each line. */
export function linesOf(first: string, row: StagedRow): string {
  const { number, line, state, columns, cells, problems, reason, operations } = row;
  const head = [number, 0, line, state, columns && JSON.stringify(columns), JSON.stringify(cells)];
  const said = [problems.length > 0 ? JSON.stringify(problems) : null, reason];
  if (operations.length === 0) return textLine(first, [...head, ...said, ...EMPTY]);
  return operations
    .map((operation, part) => {
      const own = part === 0 ? [...head, ...said] : [number, part, line, state, null, '[]', null, null];
      return textLine(first, [...own, ...valuesOf(operation)]);
    })
    .join('');
}

type Value = string | number | null;

function valuesOf({ operation, importKey }: StagedOperation): Value[] {
  const { id, fields } = operation;
  return [
    id,
    fields.accountId,
    fields.type,
    fields.figi,
    fields.figiCheck,
    fields.isin,
    fields.symbol,
    fields.instrumentType,
    fields.quantity.text,
    fields.price?.text ?? null,
    fields.currency,
    fields.payment?.text ?? null,
    fields.paymentCheck,
    fields.fee.text,
    fields.feeCurrency,
    fields.accruedInterest?.text ?? null,
    fields.ratio,
    fields.date.toISOString(),
    fields.datePrecision,
    fields.source,
    fields.externalId,
    importKey,
    fields.note,
    `{${fields.tags.map(quoted).join(',')}}`,
  ];
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** PostgreSQL manual, COPY, text format. NUL is in no text that comes here. */
function textLine(first: string, values: readonly Value[]): string {
  let line = first;
  for (const value of values) line += `\t${value === null ? '\\N' : escaped(String(value))}`;
  return `${line}\n`;
}

const escaped = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text;
