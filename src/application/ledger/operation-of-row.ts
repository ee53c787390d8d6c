import { Operation } from '#domain/ledger/operation.ts';
import type { OperationFields } from '#domain/ledger/operation-fields.ts';
import { Decimal } from '#domain/shared/decimal.ts';
import type { OperationRow } from '../ports/operation-queries.ts';

type InstantColumn = 'date' | 'created_at' | 'updated_at';

/** A row as a statement, or the ORM, reads it: what the entity is made of. */
export type StoredOperation = Omit<OperationRow, 'instrument' | InstantColumn> & {
  readonly [Column in InstantColumn]: string | Date;
};

/** The entity that a row shows. */
export const operationOfRow = (userId: string, row: StoredOperation): Operation =>
  Operation.restore({
    id: row.id,
    userId,
    version: row.version,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    fields: {
      accountId: row.account_id,
      type: row.type,
      figi: row.figi,
      figiCheck: row.figi_check,
      isin: row.isin,
      symbol: row.symbol,
      instrumentType: row.instrument_type,
      quantity: Decimal.parse(row.quantity),
      price: decimal(row.price),
      currency: row.currency,
      payment: decimal(row.payment),
      paymentCheck: row.payment_check,
      fee: Decimal.parse(row.fee),
      feeCurrency: row.fee_currency,
      accruedInterest: decimal(row.accrued_interest),
      ratio: row.ratio,
      date: new Date(row.date),
      datePrecision: row.date_precision,
      source: row.source,
      externalId: row.external_id,
      note: row.note,
      tags: row.tags,
    } as OperationFields,
  });

const decimal = (text: string | null): Decimal | null => (text === null ? null : Decimal.parse(text));
