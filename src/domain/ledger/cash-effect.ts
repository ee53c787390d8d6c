import type { OperationType } from '#domain/ledger/operation-type.ts';
import { Decimal } from '#domain/shared/decimal.ts';

export const PAYMENT_CHECKS = ['ok', 'differs'] as const;
export type PaymentCheck = (typeof PAYMENT_CHECKS)[number];

/** The part of an operation that its cash follows from. */
export type CashTerms = {
  readonly type: OperationType;
  readonly quantity: Decimal;
  readonly price: Decimal | null;
  readonly currency: string | null;
  readonly fee: Decimal;
  readonly feeCurrency: string | null;
  readonly accruedInterest: Decimal | null;
};

/** Brokers round each amount to the cent. */
const TOLERANCE = Decimal.parse('0.01');

/** What the type, quantity, price, fee and accrued interest come to; null where the payment alone can tell. */
export function computedCash(terms: CashTerms): Decimal | null {
  switch (terms.type) {
    case 'buy':
      return traded(terms)?.negated().minus(feeInCurrency(terms)) ?? null;
    case 'sell':
      return traded(terms)?.minus(feeInCurrency(terms)) ?? null;
    case 'transfer_in':
    case 'transfer_out':
    case 'split':
      return Decimal.ZERO;
    default:
      return null;
  }
}

/** Whether the given payment is, within 0.01, what the rest comes to; null when one of the two is missing. */
export function paymentCheck(payment: Decimal | null, terms: CashTerms): PaymentCheck | null {
  const computed = payment && computedCash(terms);
  if (payment === null || computed === null) return null;
  return payment.minus(computed).abs().compare(TOLERANCE) <= 0 ? 'ok' : 'differs';
}

function traded({ quantity, price, accruedInterest }: CashTerms): Decimal | null {
  return price && quantity.times(price).plus(accruedInterest ?? Decimal.ZERO);
}

/** A fee in another currency is taken from that currency's cash, never from this one. */
function feeInCurrency({ fee, feeCurrency, currency }: CashTerms): Decimal {
  return feeCurrency === currency ? fee : Decimal.ZERO;
}
