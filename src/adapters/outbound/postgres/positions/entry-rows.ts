import { LATE_ON_A_DAY } from '#domain/ledger/operation-order.ts';
import type { OperationType } from '#domain/ledger/operation-type.ts';
import type { PositionEntry } from '#domain/ledger/position.ts';
import type { DatePrecision } from '#domain/shared/instant.ts';
import { instantText, present } from '../row-text.ts';
import type { TextRow } from '../text-rows.ts';

/** The columns that `entryOf` reads, of operations o. */
export const ENTRY_COLUMNS =
  'o.id, o.date, o.type, o.figi, o.isin, o.symbol, o.quantity, o.price, o.currency, o.payment, o.fee, o.fee_currency, o.date_precision, o.ratio';

/** The order of operation-order.ts. */
export const IN_TIME = `o.date, (o.date_precision = 'day' AND o.type IN (${LATE_ON_A_DAY.map((type) => `'${type}'`).join(', ')})), o.id`;

/** After them numbers may have hundreds of digits, and to reckon with few operations takes long. */
const MOST_SPLITS = 20;

/** Whether to reckon with these operations could hold up the event loop. @param limit how many would. */
export const areCostly = (rows: readonly TextRow[], limit: number): boolean =>
  rows.length > limit || rows.filter((row) => row.at(-1) !== null).length > MOST_SPLITS;

export function entryOf(row: TextRow): PositionEntry {
  return {
    id: present(row[0]),
    date: instantText(present(row[1])),
    datePrecision: present(row[12]) as DatePrecision,
    type: present(row[2]) as OperationType,
    figi: row[3] ?? null,
    isin: row[4] ?? null,
    symbol: row[5] ?? null,
    quantity: present(row[6]),
    price: row[7] ?? null,
    currency: row[8] ?? null,
    payment: row[9] ?? null,
    fee: present(row[10]),
    feeCurrency: row[11] ?? null,
    ratio: row[13] ?? null,
  };
}
