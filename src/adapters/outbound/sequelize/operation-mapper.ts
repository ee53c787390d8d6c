import { operationRow } from '#application/ledger/operation-row.ts';
import { Operation } from '#domain/ledger/operation.ts';
import type { OperationFields } from '#domain/ledger/operation-fields.ts';
import { Decimal } from '#domain/shared/decimal.ts';
import type { OperationRecord } from './models.ts';

/** As it is read, with the owner, and with dates and lists as Sequelize writes them; the instrument is the table's own. */
export function operationRecord(operation: Operation): OperationRecord {
  const { instrument: _ofTable, ...row } = operationRow(operation);
  const { userId: user_id, createdAt: created_at, updatedAt: updated_at, fields } = operation;
  return { ...row, user_id, date: fields.date, tags: [...fields.tags], created_at, updated_at };
}

export const operationOf = (record: OperationRecord): Operation =>
  Operation.restore({
    id: record.id,
    userId: record.user_id,
    version: record.version,
    createdAt: record.created_at,
    updatedAt: record.updated_at,
    fields: {
      accountId: record.account_id,
      type: record.type,
      figi: record.figi,
      figiCheck: record.figi_check,
      isin: record.isin,
      symbol: record.symbol,
      instrumentType: record.instrument_type,
      quantity: Decimal.parse(record.quantity),
      price: decimal(record.price),
      currency: record.currency,
      payment: decimal(record.payment),
      paymentCheck: record.payment_check,
      fee: Decimal.parse(record.fee),
      feeCurrency: record.fee_currency,
      accruedInterest: decimal(record.accrued_interest),
      ratio: record.ratio,
      date: record.date,
      datePrecision: record.date_precision,
      source: record.source,
      externalId: record.external_id,
      note: record.note,
      tags: record.tags,
    } as OperationFields,
  });

const decimal = (text: string | null): Decimal | null => (text === null ? null : Decimal.parse(text));
