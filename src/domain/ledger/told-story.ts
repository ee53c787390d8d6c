import { costOf, type FeeView, type Lot, lotPrice } from '#domain/ledger/lot.ts';
import type { Closure } from '#domain/ledger/lot-book.ts';
import type { StoryEvent } from '#domain/ledger/lot-story.ts';
import { OPERATION_TYPE_RULES, type OperationType } from '#domain/ledger/operation-type.ts';
import type { PositionEntry, Side } from '#domain/ledger/position.ts';
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
  /** All that it closed; what it opened beyond is a lot. */
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

/** Events in words and figures, in one view of fees. */
export class ToldStory {
  readonly lots: ToldLot[] = [];
  readonly sales: ToldSale[] = [];
  readonly changes: ToldChange[] = [];
  readonly #view: FeeView;
  readonly #open: ReadonlyMap<string, Lot>;
  /** Of the last sale. */
  #closes: ToldClosure[] = [];

  /** @param open the lots that are open now. */
  constructor(view: FeeView, open: readonly Lot[]) {
    this.#view = view;
    this.#open = new Map(open.map((lot) => [lot.id, lot]));
  }

  /** In their order. Answers what came to the story by it. */
  add({ entry, deed, closure }: StoryEvent): ToldLot | ToldSale | ToldClosure | ToldChange {
    if (closure) return this.#addClosure(entry, deed.closures, closure);
    if (deed.opened) return added(this.lots, this.#lot(deed.opened));
    const { id: operation_id, date, type, ratio } = entry;
    const payment = entry.payment === null ? null : Fraction.parse(entry.payment).toString();
    return added(this.changes, { operation_id, date, type, ratio, payment, gain: deed.gain[this.#view].toString() });
  }

  #addClosure(entry: PositionEntry, all: readonly Closure[], closure: Closure): ToldSale | ToldClosure {
    const told = this.#closure(closure, priceOf(entry, this.#view));
    if (this.sales.at(-1)?.operation_id === entry.id) return added(this.#closes, told);
    this.#closes = [told];
    return added(this.sales, this.#sale(entry, all));
  }

  #lot(opened: Lot): ToldLot {
    const now = this.#open.get(opened.id);
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
    return {
      operation_id: entry.id,
      date: entry.date,
      type: entry.type,
      quantity: sum(closures.map(({ quantity }) => quantity.abs())).toString(),
      price: (price ?? Fraction.ZERO).toString(),
      gain: sum(closures.map((closure) => this.#gain(closure, price))).toString(),
      closes: this.#closes,
    };
  }

  #closure(closure: Closure, price: Fraction | null): ToldClosure {
    const { lot } = closure;
    const lotsPrice = lotPrice(lot, this.#view);
    const units = closure.quantity.abs();
    const gain = this.#gain(closure, price);
    const [high, low] = lot.left.isNegative() ? [lotsPrice, price] : [price, lotsPrice];
    const arithmetic = `${units} × (${high} − ${low}) = ${gain}`;
    return {
      lot: lot.id,
      date: lot.date,
      quantity: units.toString(),
      lot_price: lotsPrice.toString(),
      gain: gain.toString(),
      arithmetic: price ? arithmetic : `${units} transferred at ${lotsPrice}, no gain`,
    };
  }

  /** @param price null where nothing is gained, as lots that are transferred take their cost with them. */
  #gain({ lot, quantity }: Closure, price: Fraction | null): Fraction {
    return price ? quantity.times(price).minus(costOf(lot, quantity, this.#view)) : Fraction.ZERO;
  }
}

function added<One>(all: One[], one: One): One {
  all.push(one);
  return one;
}

const sum = (amounts: readonly Fraction[]): Fraction =>
  amounts.reduce((all, amount) => all.plus(amount), Fraction.ZERO);

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
