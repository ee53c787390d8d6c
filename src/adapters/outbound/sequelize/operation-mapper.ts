import { Operation } from '#domain/ledger/operation.ts';
import type { OperationFields } from '#domain/ledger/operation-fields.ts';
import { Decimal } from '#domain/shared/decimal.ts';
import type { OperationRecord } from './models.ts';

export function operationRecord(operation: Operation): OperationRecord {
  const { fields } = operation;
  return {
    user_id: operation.userId,
    id: operation.id,
    account_id: fields.accountId,
    type: fields.type,
    figi: fields.figi,
    figi_check: fields.figiCheck,
    isin: fields.isin,
    symbol: fields.symbol,
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
    date: fields.date,
    date_precision: fields.datePrecision,
    source: fields.source,
    external_id: fields.externalId,
    note: fields.note,
    tags: [...fields.tags],
    version: operation.version,
    created_at: operation.createdAt,
    updated_at: operation.updatedAt,
  };
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
