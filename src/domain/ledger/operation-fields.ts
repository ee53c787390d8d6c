import type { PaymentCheck } from '#domain/ledger/cash-effect.ts';
import type { FigiCheck } from '#domain/ledger/figi.ts';
import type { InstrumentType } from '#domain/ledger/instrument-type.ts';
import type { OperationType } from '#domain/ledger/operation-type.ts';
import type { Decimal } from '#domain/shared/decimal.ts';
import type { DatePrecision } from '#domain/shared/instant.ts';

/** Everything that an operation says, after validation. `figiCheck` and `paymentCheck` follow from the others. */
export type OperationFields = {
  readonly accountId: string;
  readonly type: OperationType;
  readonly figi: string | null;
  readonly figiCheck: FigiCheck | null;
  readonly isin: string | null;
  readonly symbol: string | null;
  readonly instrumentType: InstrumentType | null;
  /** Zero when it was left out. Never negative: the direction is in the type. */
  readonly quantity: Decimal;
  /** Money for one unit. */
  readonly price: Decimal | null;
  readonly currency: string | null;
  /** The effect on the account's cash: money in is positive, for every type. */
  readonly payment: Decimal | null;
  readonly paymentCheck: PaymentCheck | null;
  /** Zero when it was left out. */
  readonly fee: Decimal;
  readonly feeCurrency: string | null;
  readonly accruedInterest: Decimal | null;
  /** `num:den`. */
  readonly ratio: string | null;
  readonly date: Date;
  readonly datePrecision: DatePrecision;
  readonly source: string | null;
  readonly externalId: string | null;
  readonly note: string | null;
  readonly tags: readonly string[];
};
