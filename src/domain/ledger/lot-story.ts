import { costOf, type FeeView, type Lot, lotPrice } from '#domain/ledger/lot.ts';
import type { Closure } from '#domain/ledger/lot-book.ts';
import { OPERATION_TYPE_RULES, type OperationType } from '#domain/ledger/operation-type.ts';
import type { Position, PositionEntry, Side } from '#domain/ledger/position.ts';
import { Fraction } from '#domain/shared/fraction.ts';

/** A lot as it was opened, and what is left of it now, after splits and what was paid back. */
export type ToldLot = {
  readonly operation_id: string;
  readonly date: string;
  readonly side: Exclude<Side, 'flat'>;
  readonly quantity: string;
  readonly price: string;
  readonly left: string;
  /** For one unit of what is left; null when nothing is. */
  readonly price_left: string | null;
};

/** What one operation closed, lot by lot. */
export type ToldSale = {
  readonly operation_id: string;
  readonly date: string;
  readonly type: OperationType;
  /** What it closed; what it opened beyond is a lot. */
  readonly quantity: string;
  readonly price: string;
  readonly gain: string;
  readonly closes: readonly ToldClosure[];
};

export type ToldClosure = {
  /** The operation that opened the lot. */
  readonly lot: string;
  readonly date: string;
  readonly quantity: string;
  readonly lot_price: string;
  readonly gain: string;
  /** `10 × (150 − 100) = 500` */
  readonly arithmetic: string;
};

/** What changed the lots and neither opened nor closed any: a split, or capital that was paid back. */
export type ToldChange = {
  readonly operation_id: string;
  readonly date: string;
  readonly type: OperationType;
  readonly ratio: string | null;
  readonly payment: string | null;
  readonly gain: string;
};

/** Tells how a position came to be, in one view of fees. Each operation is told after it was applied. */
export class LotStory {
  readonly #view: FeeView;
  readonly #opened = new Map<string, Lot>();
  readonly #sales: ToldSale[] = [];
  readonly #changes: ToldChange[] = [];
  #realised = Fraction.ZERO;

  constructor(view: FeeView) {
    this.#view = view;
  }

  tell(entry: PositionEntry, position: Position, closures: readonly Closure[]): void {
    const { id, date, type } = entry;
    const newest = position.lots.at(-1);
    if (newest?.id === id) this.#opened.set(id, newest);
    if (closures.length > 0) this.#sales.push(this.#sale(entry, closures));
    if (type === 'split' || type === 'amortisation' || type === 'return_of_capital') {
      const gain = this.#gainSince(position).toString();
      const payment = entry.payment === null ? null : Fraction.parse(entry.payment).toString();
      this.#changes.push({ operation_id: id, date, type, ratio: entry.ratio, payment, gain });
    }
    this.#realised = position.realisedGain(this.#view);
  }

  told({ lots }: Position) {
    const left = new Map(lots.map((lot) => [lot.id, lot]));
    return {
      lots: [...this.#opened.values()].map((lot) => this.#lot(lot, left.get(lot.id))),
      sales: this.#sales,
      changes: this.#changes,
    };
  }

  #lot(opened: Lot, now: Lot | undefined): ToldLot {
    return {
      operation_id: opened.id,
      date: opened.date,
      side: opened.left.isNegative() ? 'short' : 'long',
      quantity: opened.left.abs().toString(),
      price: lotPrice(opened, this.#view).toString(),
      left: (now?.left ?? Fraction.ZERO).abs().toString(),
      price_left: now ? lotPrice(now, this.#view).toString() : null,
    };
  }

  #sale(entry: PositionEntry, closures: readonly Closure[]): ToldSale {
    const price = priceOf(entry, this.#view);
    const closed = closures.reduce((sum, { quantity }) => sum.plus(quantity.abs()), Fraction.ZERO);
    const told = closures.map((closure) => this.#closure(closure, price));
    return {
      operation_id: entry.id,
      date: entry.date,
      type: entry.type,
      quantity: closed.toString(),
      price: (price ?? Fraction.ZERO).toString(),
      gain: told.reduce((sum, { gain }) => sum.plus(gain), Fraction.ZERO).toString(),
      closes: told.map((closure) => ({ ...closure, gain: closure.gain.toString() })),
    };
  }

  /** @param price null where nothing is gained, as lots that are transferred take their cost with them. */
  #closure({ lot, quantity }: Closure, price: Fraction | null) {
    const lotsPrice = lotPrice(lot, this.#view);
    const units = quantity.abs();
    const gain = price ? quantity.times(price).minus(costOf(lot, quantity, this.#view)) : Fraction.ZERO;
    const [high, low] = lot.left.isNegative() ? [lotsPrice, price] : [price, lotsPrice];
    const arithmetic = `${units} × (${high} − ${low}) = ${gain}`;
    return {
      lot: lot.id,
      date: lot.date,
      quantity: units.toString(),
      lot_price: lotsPrice.toString(),
      gain,
      arithmetic: price ? arithmetic : `${units} transferred at ${lotsPrice}, no gain`,
    };
  }

  #gainSince(position: Position): Fraction {
    return position.realisedGain(this.#view).minus(this.#realised);
  }
}

/** What one unit brought, or cost, its share of the fee within it or not. */
function priceOf(entry: PositionEntry, view: FeeView): Fraction | null {
  const { type, price, payment, fee } = entry;
  const quantity = Fraction.parse(entry.quantity);
  if (type === 'redemption') return Fraction.parse(payment ?? '0').over(quantity);
  if (type === 'transfer_in' || type === 'transfer_out') return null;
  const bare = Fraction.parse(price ?? '0');
  if (view === 'separate' || entry.feeCurrency !== entry.currency) return bare;
  const share = Fraction.parse(fee).over(quantity);
  return OPERATION_TYPE_RULES[type].position === 1 ? bare.plus(share) : bare.minus(share);
}
