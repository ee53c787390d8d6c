import { escapeLiteral } from 'pg';
import { EMPTY_TEXT, EXPORT_COLUMNS, type ExportColumn, FREE_TEXTS } from '#application/exports/export-row.ts';
import type { ExportFormat } from '#application/ports/operation-export.ts';
import type { OperationFilter } from '#application/ports/operation-queries.ts';
import { conditionsOf } from './operation-conditions.ts';

const instant = (format: string): string => `to_char(o.date AT TIME ZONE 'UTC', '${format}')`;

/** Each column as SQL, its value as text. */
const VALUES: { readonly [Column in ExportColumn]: string } = {
  account: 'a.name',
  type: 'o.type',
  figi: 'o.figi',
  isin: 'o.isin',
  symbol: 'o.symbol',
  instrument_type: 'o.instrument_type',
  quantity: 'trim_scale(o.quantity)::text',
  price: 'trim_scale(o.price)::text',
  currency: 'o.currency',
  payment: 'trim_scale(o.payment)::text',
  fee: 'trim_scale(o.fee)::text',
  fee_currency: 'o.fee_currency',
  accrued_interest: 'trim_scale(o.accrued_interest)::text',
  ratio: 'o.ratio',
  date: `CASE o.date_precision WHEN 'day' THEN ${instant('YYYY-MM-DD')} ELSE ${instant('YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')} END`,
  source: 'o.source',
  external_id: 'o.external_id',
  note: 'o.note',
  tags: 'o.tags',
};

/** escapeFormula of formula-escape.ts: a text has no control characters. */
const harmless = (text: string): string =>
  `CASE WHEN ${text} = '' THEN ${escapeLiteral(EMPTY_TEXT)} WHEN left(${text}, 1) IN ('=', '+', '-', '@', '''')
 AND ${text} !~ '^-?[0-9]+([.][0-9]+)?$' THEN '''' || ${text} ELSE ${text} END`;

const cell = (column: ExportColumn): string => {
  if (column === 'tags') return `CASE WHEN o.tags <> '{}' THEN to_json(o.tags)::text END`;
  return FREE_TEXTS.has(column) ? harmless(VALUES[column]) : VALUES[column];
};

const CELLS = EXPORT_COLUMNS.map(cell).join(', ');
const OBJECT = `row_to_json(r) FROM (SELECT ${EXPORT_COLUMNS.map((column) => `${VALUES[column]} AS ${column}`).join(', ')}`;

/** Signs that no text has: nothing is quoted, so that a line is what was written. */
const AS_IT_IS = `FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02'`;

/**
 * COPY takes no parameters, so values stand in its text, as literals.
 * @param names of the accounts, by their ids; not none.
 * @param instruments the names of the one that it is narrowed to.
 */
export function exportStatement(
  userId: string,
  filter: OperationFilter,
  format: ExportFormat,
  names: ReadonlyMap<string, string>,
  instruments: readonly string[] | null,
): string {
  const literal = (value: unknown): string =>
    escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value));
  const conditions = [`o.user_id = ${literal(userId)}`, ...conditionsOf(filter, literal)];
  if (instruments !== null) conditions.push(`instrument = ANY (${literal(instruments)})`);
  const accounts = [...names].map(([id, name]) => `(${literal(id)}::uuid, ${literal(name)})`).join(', ');
  const rows = `FROM operations o JOIN (VALUES ${accounts}) AS a (id, name) ON a.id = o.account_id
 WHERE ${conditions.join(' AND ')} ORDER BY o.date, o.id`;
  if (format === 'csv') return `COPY (SELECT ${CELLS} ${rows}) TO STDOUT (FORMAT csv)`;
  const between = format === 'json' ? `',' || ` : '';
  return `COPY (SELECT ${between}${OBJECT} ${rows}) AS r) TO STDOUT (${AS_IT_IS})`;
}
