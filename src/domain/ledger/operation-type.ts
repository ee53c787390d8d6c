import { parseChoice } from '#domain/shared/choice.ts';

export const OPERATION_TYPES = [
  'buy',
  'sell',
  'transfer_in',
  'transfer_out',
  'deposit',
  'withdrawal',
  'dividend',
  'coupon',
  'interest',
  'fee',
  'tax',
  'amortisation',
  'redemption',
  'return_of_capital',
  'split',
  'adjustment',
] as const;
export type OperationType = (typeof OPERATION_TYPES)[number];

/** Names that are accepted on input; what is kept is the type. */
export const OPERATION_TYPE_ALIASES: Readonly<Record<string, OperationType>> = { short: 'sell', cover: 'buy' };

/** What a type cannot do without: `name` is one of figi, isin, symbol, and `quantity` is one greater than zero. */
export type Need = 'name' | 'quantity' | 'price' | 'currency' | 'payment' | 'ratio';

export type OperationTypeRule = {
  readonly needs: readonly Need[];
  /** The sign with which the quantity enters the position. A split is 0: it scales the lots and adds none. */
  readonly position: 1 | -1 | 0;
  /** The only sign that the payment may have; null leaves it free, as a fee may be refunded and a coupon reversed. */
  readonly paymentSign: 1 | -1 | null;
};

const TRADE: readonly Need[] = ['name', 'quantity', 'price', 'currency'];
const TRANSFER: readonly Need[] = ['name', 'quantity', 'currency'];
const INCOME: readonly Need[] = ['name', 'payment', 'currency'];
const CASH: readonly Need[] = ['payment', 'currency'];

export const OPERATION_TYPE_RULES: Readonly<Record<OperationType, OperationTypeRule>> = {
  buy: { needs: TRADE, position: 1, paymentSign: null },
  sell: { needs: TRADE, position: -1, paymentSign: null },
  transfer_in: { needs: TRANSFER, position: 1, paymentSign: null },
  transfer_out: { needs: TRANSFER, position: -1, paymentSign: null },
  deposit: { needs: CASH, position: 0, paymentSign: 1 },
  withdrawal: { needs: CASH, position: 0, paymentSign: -1 },
  dividend: { needs: INCOME, position: 0, paymentSign: null },
  coupon: { needs: INCOME, position: 0, paymentSign: null },
  interest: { needs: CASH, position: 0, paymentSign: null },
  fee: { needs: CASH, position: 0, paymentSign: null },
  tax: { needs: CASH, position: 0, paymentSign: null },
  amortisation: { needs: INCOME, position: 0, paymentSign: null },
  redemption: { needs: ['name', 'quantity', 'payment', 'currency'], position: -1, paymentSign: null },
  return_of_capital: { needs: INCOME, position: 0, paymentSign: null },
  split: { needs: ['name', 'ratio'], position: 0, paymentSign: null },
  adjustment: { needs: CASH, position: 0, paymentSign: null },
};

/** A type or one of its aliases, spelled exactly so. Throws InvalidValue. */
export function parseOperationType(text: string): OperationType {
  // `hasOwn`, as "constructor" must not find what every object inherits.
  const alias = Object.hasOwn(OPERATION_TYPE_ALIASES, text) ? OPERATION_TYPE_ALIASES[text] : undefined;
  return alias ?? parseChoice(OPERATION_TYPES, text);
}
