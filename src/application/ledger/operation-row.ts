import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationRow } from '../ports/operation-queries.ts';

/** The entity as a reader sees it: the answer to a write has the shape of a read. */
export function operationRow(operation: Operation): OperationRow {
  const { fields } = operation;
  return {
    id: operation.id,
    account_id: fields.accountId,
    type: fields.type,
    figi: fields.figi,
    figi_check: fields.figiCheck,
    isin: fields.isin,
    symbol: fields.symbol,
    instrument: operation.instrument,
    instrument_type: fields.instrumentType,
    quantity: fields.quantity.toString(),
    price: fields.price?.toString() ?? null,
    currency: fields.currency,
    payment: fields.payment?.toString() ?? null,
    payment_check: fields.paymentCheck,
    fee: fields.fee.toString(),
    fee_currency: fields.feeCurrency,
    accrued_interest: fields.accruedInterest?.toString() ?? null,
    ratio: fields.ratio,
    date: fields.date.toISOString(),
    date_precision: fields.datePrecision,
    source: fields.source,
    external_id: fields.externalId,
    note: fields.note,
    tags: fields.tags,
    version: operation.version,
    created_at: instantText(operation.createdAt),
    updated_at: instantText(operation.updatedAt),
  };
}

let last = new Date(0);
let lastText = last.toISOString();

/** Many operations are written at one instant: its text is made once. */
export function instantText(date: Date): string {
  if (date !== last) [last, lastText] = [date, date.toISOString()];
  return lastText;
}
