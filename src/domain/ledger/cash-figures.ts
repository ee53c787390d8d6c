import { type CashTerms, computedCash } from '#domain/ledger/cash-effect.ts';
import type { OperationType } from '#domain/ledger/operation-type.ts';
import { Decimal } from '#domain/shared/decimal.ts';

/** What the cash of a period is told apart into. */
export const CASH_FIGURES = [
  'bought',
  'sold',
  'dividends',
  'interest',
  'fees',
  'taxes',
  'deposits',
  'withdrawals',
  'other',
] as const;
export type CashFigure = (typeof CASH_FIGURES)[number];

/** Costs are told as positive numbers: they lessen the cash. */
export const FIGURE_SIGNS: Readonly<Record<CashFigure, 1 | -1>> = {
  bought: -1,
  sold: 1,
  dividends: 1,
  interest: 1,
  fees: -1,
  taxes: -1,
  deposits: 1,
  withdrawals: -1,
  other: 1,
};

/** Where the cash of an operation is counted, its fee apart. */
export const FIGURE_OF_TYPE: Readonly<Record<OperationType, CashFigure>> = {
  buy: 'bought',
  sell: 'sold',
  transfer_in: 'other',
  transfer_out: 'other',
  deposit: 'deposits',
  withdrawal: 'withdrawals',
  dividend: 'dividends',
  coupon: 'dividends',
  interest: 'interest',
  fee: 'fees',
  tax: 'taxes',
  amortisation: 'other',
  redemption: 'other',
  return_of_capital: 'other',
  split: 'other',
  adjustment: 'other',
};

/** Cash that comes (positive) or goes, and what it is counted as. */
export type CashMove = { readonly currency: string | null; readonly figure: CashFigure; readonly amount: Decimal };

/**
 * The cash of one operation: the given payment, else what the rest comes to, without the fee that it includes; and the fee, in its own currency.
 * The moves in a currency come to what the operation does to its cash.
 */
export function cashMoves(terms: CashTerms & { readonly payment: Decimal | null }): readonly CashMove[] {
  const { type, payment, currency, fee, feeCurrency } = terms;
  const cash = payment ?? computedCash(terms) ?? Decimal.ZERO;
  const gross = feeCurrency === currency ? cash.plus(fee) : cash;
  return [
    { currency, figure: FIGURE_OF_TYPE[type], amount: gross },
    ...(fee.isZero() ? [] : [{ currency: feeCurrency, figure: 'fees' as const, amount: fee.negated() }]),
  ];
}
