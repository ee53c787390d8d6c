import { operationRow } from '#application/ledger/operation-row.ts';
import type { OperationRow } from '#application/ports/operation-queries.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationRecord } from './models.ts';

/** The columns of an operation that are written, each with its type. */
const COLUMNS: { readonly [Column in keyof OperationRecord]: string } = {
  user_id: 'uuid',
  id: 'uuid',
  account_id: 'uuid',
  type: 'text',
  figi: 'text',
  figi_check: 'text',
  isin: 'text',
  symbol: 'text',
  instrument_type: 'text',
  quantity: 'numeric',
  price: 'numeric',
  currency: 'text',
  payment: 'numeric',
  payment_check: 'text',
  fee: 'numeric',
  fee_currency: 'text',
  accrued_interest: 'numeric',
  ratio: 'text',
  date: 'timestamptz',
  date_precision: 'text',
  source: 'text',
  external_id: 'text',
  note: 'text',
  // An array of arrays must be a rectangle, so each list comes as its text.
  tags: 'text',
  version: 'integer',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
};

const names = Object.keys(COLUMNS) as (keyof OperationRecord)[];

const parameters = Object.values(COLUMNS)
  .map((type, place) => `$${place + 1}::${type}[]`)
  .join(', ');
const given = (name: string): string => (name === 'tags' ? 'r.tags::text[]' : `r.${name}`);
const values = names.map(given).join(', ');

/** What is taken is left out. */
export const ADD_ALL = `INSERT INTO operations (${names.join(', ')}) SELECT ${values} FROM unnest(${parameters}) AS r (${names.join(', ')})
 ON CONFLICT (user_id, account_id, source, external_id) WHERE external_id IS NOT NULL DO NOTHING RETURNING id`;

const changed = names.filter((name) => name !== 'user_id' && name !== 'id');

/** Each is locked before. */
export const SAVE_ALL = `UPDATE operations o SET ${changed.map((name) => `${name} = ${given(name)}`).join(', ')}
 FROM unnest(${parameters}) AS r (${names.join(', ')}) WHERE o.user_id = r.user_id AND o.id = r.id AND o.version < r.version RETURNING o.id`;

/** The history of many operations: the first line of one may be there. */
export const WRITE_HISTORY = `INSERT INTO operation_history (user_id, operation_id, version, action, changed_by, changed_at, changes)
 SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::uuid[], $6::timestamptz[], $7::json[]) ON CONFLICT DO NOTHING`;

/** The parameters of ADD_ALL and SAVE_ALL: an array for each column, as text, which costs the driver nothing more. */
export function columnsOf(operations: readonly Operation[]): string[] {
  const rows = operations.map(operationRow);
  return names.map((name) => {
    if (name === 'user_id') return `{${operations.map(({ userId }) => userId).join(',')}}`;
    const text = TEXTS[name] ?? plain;
    return `{${rows.map((row) => text(row[name])).join(',')}}`;
  });
}

type Value = OperationRow[keyof OperationRow];

/** What has no sign that means something in the text of an array (PostgreSQL manual, 8.15.6): numbers, ids, instants. */
const plain = (value: Value): string => (value === null ? 'NULL' : String(value));
const quoted = (value: Value): string => (value === null ? 'NULL' : `"${String(value).replace(/["\\]/g, '\\$&')}"`);
const list = (value: Value): string => {
  const tags = value as readonly string[];
  return tags.length === 0 ? '"{}"' : quoted(`{${tags.map(quoted).join(',')}}`);
};

const TEXTS: { readonly [Column in keyof OperationRow]?: (value: Value) => string } = {
  symbol: quoted,
  source: quoted,
  external_id: quoted,
  note: quoted,
  tags: list,
};
