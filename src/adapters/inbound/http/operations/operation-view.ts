import type { BatchResult } from '#application/ledger/record-batch.ts';
import type { HistoryRow, OperationRow } from '#application/ports/operation-queries.ts';
import { problemOf } from '../errors/problem-handler.ts';
import { wireName } from '../wire-names.ts';

/** An operation on the wire: every field by name, so that a new column leaves only when it is written here. */
export const operationView = (row: OperationRow): OperationRow => ({
  id: row.id,
  account_id: row.account_id,
  type: row.type,
  figi: row.figi,
  figi_check: row.figi_check,
  isin: row.isin,
  symbol: row.symbol,
  instrument: row.instrument,
  instrument_type: row.instrument_type,
  quantity: row.quantity,
  price: row.price,
  currency: row.currency,
  payment: row.payment,
  payment_check: row.payment_check,
  fee: row.fee,
  fee_currency: row.fee_currency,
  accrued_interest: row.accrued_interest,
  ratio: row.ratio,
  date: row.date,
  date_precision: row.date_precision,
  source: row.source,
  external_id: row.external_id,
  note: row.note,
  tags: row.tags,
  version: row.version,
  created_at: row.created_at,
  updated_at: row.updated_at,
});

export const historyView = (row: HistoryRow) => ({
  version: row.version,
  action: row.action,
  changed_by: row.changed_by,
  changed_at: row.changed_at,
  changes: row.changes.map((change) => ({ field: wireName(change.field), old: change.old, new: change.new })),
});

/** A row that is refused tells what a request of its own would have been told. */
export function batchView(result: BatchResult) {
  if (result.status !== 'error') return { status: result.status, id: result.id, version: result.version };
  const { code, detail, more } = problemOf(result.error);
  return { status: result.status, code, detail, errors: more?.errors ?? [] };
}
