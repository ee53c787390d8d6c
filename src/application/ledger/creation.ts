import type { Operation } from '#domain/ledger/operation.ts';
import { changesBetween, saidIn } from '#domain/ledger/operation-changes.ts';
import type { PlainOperation } from '#domain/ledger/plain-operation.ts';
import type { HistoryRow, OperationRow } from '../ports/operation-queries.ts';
import type { HistoryEntry } from '../ports/operation-repository.ts';

/** How the history of an operation begins. */
export const creationOf = (operation: Operation): HistoryEntry => ({
  action: 'created',
  by: operation.userId,
  at: operation.createdAt,
  changes: changesBetween(null, operation),
});

/**
 * The same of an operation that nobody has changed yet. Of what was written with many others it is kept nowhere else: the operation says it all. Its
 * first change writes it down.
 */
export const creationRow = (ownerId: string, row: OperationRow): HistoryRow => ({
  version: 1,
  action: 'created',
  changed_by: ownerId,
  changed_at: row.created_at,
  changes: saidIn(plainOf(row)),
});

const plainOf = (row: OperationRow): PlainOperation => ({
  accountId: row.account_id,
  type: row.type,
  figi: row.figi,
  isin: row.isin,
  symbol: row.symbol,
  instrumentType: row.instrument_type,
  quantity: row.quantity,
  price: row.price,
  currency: row.currency,
  payment: row.payment,
  fee: row.fee,
  feeCurrency: row.fee_currency,
  accruedInterest: row.accrued_interest,
  ratio: row.ratio,
  date: row.date,
  datePrecision: row.date_precision,
  source: row.source,
  externalId: row.external_id,
  note: row.note,
  tags: row.tags,
});
