import { Fraction } from '#domain/shared/fraction.ts';

/** Where fees are told: apart from prices and gains, or within them. */
export const FEE_VIEWS = ['separate', 'capitalised'] as const;
export type FeeView = (typeof FEE_VIEWS)[number];

/** An amount in both views. */
export type Amounts = { readonly [View in FeeView]: Fraction };

export const NOTHING: Amounts = { separate: Fraction.ZERO, capitalised: Fraction.ZERO };

export const eachView = <Of = Fraction>(amount: (view: FeeView) => Of): { readonly [View in FeeView]: Of } => ({
  separate: amount('separate'),
  capitalised: amount('capitalised'),
});

/**
 * What one operation brought into a position and is still there. Quantities and costs of a short lot are negative: its cost is what its sale brought.
 * The cost is that of `whole`; what is `left` has its share of it, so that a lot that is sold in parts never has to be divided.
 */
export type Lot = {
  /** The operation that opened it. */
  readonly id: string;
  readonly date: string;
  readonly left: Fraction;
  readonly whole: Fraction;
  readonly cost: Amounts;
};

/** What a part of the lot has cost. @param quantity of the lot's sign. */
export const costOf = ({ cost, whole }: Lot, quantity: Fraction, view: FeeView): Fraction =>
  cost[view].share(quantity, whole);

export const costLeft = (lot: Lot, view: FeeView): Fraction => costOf(lot, lot.left, view);

/** Money for one unit. */
export const lotPrice = ({ cost, whole }: Lot, view: FeeView): Fraction => cost[view].over(whole);
