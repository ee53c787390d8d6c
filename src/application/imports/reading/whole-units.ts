import { Decimal } from '#domain/shared/decimal.ts';
import type { BuiltOperation } from './bind-operation.ts';
import { hundredth } from './exact-digits.ts';
import { UnreadableCell } from './unreadable-cell.ts';

/** Hundredths that brokers quote in; GBp is told from GBP by its case alone. */
const WHOLE_OF: ReadonlyMap<string, string> = new Map([
  ['GBp', 'GBP'],
  ['GBX', 'GBP'],
  ['ZAc', 'ZAR'],
  ['ZAC', 'ZAR'],
  ['ILA', 'ILS'],
]);

/**
 * A trade whose currency column says pence, cents or agorot, in pounds, rand or shekels: the price by 100, exactly. Its payment and fee are often in
 * whole units already: that is so when the payment is nearer to the hundredth of quantity times price than to all of it. Where nothing tells, the
 * operation stays as it is, and the domain refuses the currency with its reason.
 */
export function inWholeUnits(built: BuiltOperation): BuiltOperation {
  try {
    return WHOLE_OF.has(built.draft.currency ?? '') ? converted(built) : built;
  } catch (error) {
    // A hundredth with more digits than can be kept.
    if (error instanceof UnreadableCell) return built;
    throw error;
  }
}

function converted(built: BuiltOperation): BuiltOperation {
  const { currency, price, quantity, payment, fee } = built.draft;
  const whole = WHOLE_OF.get(currency ?? '');
  if (whole === undefined || !price || !quantity) return built;
  const draft = { ...built.draft, currency: whole, price: hundredth(price) };
  if (!payment) return fee && fee !== '0' ? built : { ...built, draft };
  const traded = Decimal.parse(quantity).times(Decimal.parse(price)).abs();
  const paid = Decimal.parse(payment).abs();
  const off = (amount: Decimal): Decimal => paid.times(HUNDRED).minus(amount).abs();
  const inWhole = off(traded).compare(off(traded.times(HUNDRED))) < 0;
  if (inWhole) return { ...built, draft };
  return { ...built, draft: { ...draft, payment: hundredth(payment), ...(fee ? { fee: hundredth(fee) } : {}) } };
}

const HUNDRED = Decimal.parse('100');
