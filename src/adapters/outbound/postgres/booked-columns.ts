import type { Operation } from '#domain/ledger/operation.ts';
import type { CopyValue } from './copy-line.ts';
import { quoted } from './text-rows.ts';

/** The columns of operations that its fields fill, which those of import_rows are too. */
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

/** What COPY writes into them. @param importKey of a row of a file that has no id of its own. */
export function bookedValues({ id, fields }: Operation, importKey: string | null): CopyValue[] {
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
