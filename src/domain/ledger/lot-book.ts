import { type Amounts, costLeft, costOf, eachView, type FeeView, type Lot, NOTHING } from '#domain/ledger/lot.ts';
import { Fraction } from '#domain/shared/fraction.ts';

/** Whoever opens or closes lots. `money` is what all of it brings (positive) or takes. */
export type Trade = {
  readonly id: string;
  readonly date: string;
  /** Positive adds to the position. Never zero. */
  readonly quantity: Fraction;
  readonly money: Amounts;
};

/** A part of a lot that a trade has closed. */
export type Closure = {
  /** As it was before. */
  readonly lot: Lot;
  /** How much of it, of its sign. */
  readonly quantity: Fraction;
};

/** What an operation has done to the lots. */
export type Deed = {
  /** Oldest lot first. */
  readonly closures: readonly Closure[];
  readonly opened: Lot | null;
  /** Of capital that was paid back: what lots had not cost. What is gained by closing lots is told by them. */
  readonly gain: Amounts;
};

export const NO_DEED: Deed = { closures: [], opened: null, gain: NOTHING };

/**
 * The open lots of one position, first in, first out, one sign at a time. `flow` is all money that has gone in and out: what is gained
 * is that and the cost of what is open, so that nothing is divided while operations pass.
 */
export class LotBook {
  #lots: Lot[];
  /** Of the oldest open lot: what is before it is closed, and is dropped now and then. */
  #first = 0;
  #flow: Amounts;

  constructor(lots: readonly Lot[], flow: Amounts) {
    this.#lots = [...lots];
    this.#flow = flow;
  }

  get lots(): readonly Lot[] {
    return this.#lots.slice(this.#first);
  }

  get openLots(): number {
    return this.#lots.length - this.#first;
  }

  get flow(): Amounts {
    return this.#flow;
  }

  quantity(): Fraction {
    return this.lots.reduce((sum, { left }) => sum.plus(left), Fraction.ZERO);
  }

  /** What the open lots have cost; negative when they are short. */
  cost(view: FeeView): Fraction {
    return this.lots.reduceRight((sum, lot) => sum.plus(costLeft(lot, view)), Fraction.ZERO);
  }

  realised(view: FeeView): Fraction {
    return this.#flow[view].plus(this.cost(view));
  }

  /** Closes the oldest lots of the other sign; the rest opens one. */
  trade(trade: Trade): Deed {
    const { closures, rest } = this.#close(trade.quantity);
    this.#pass((view) => trade.money[view]);
    return { ...NO_DEED, closures, opened: this.#open(rest, trade) };
  }

  /** As a trade, but nothing is gained: lots that leave take their cost with them. @param money what the rest is worth, if all of it is one. */
  transfer(trade: Trade): Deed {
    const { closures, rest } = this.#close(trade.quantity);
    for (const { lot, quantity } of closures) this.#pass((view) => costOf(lot, quantity, view));
    const opened = this.#open(rest, trade);
    if (opened) this.#pass((view) => opened.cost[view].negated());
    return { ...NO_DEED, closures, opened };
  }

  /** Capital that is paid back lowers the cost of each open lot by its share of the quantity; what a lot has not cost is gained. */
  payBack(payment: Fraction): Deed {
    this.#pass(() => payment);
    const { lots } = this;
    if (lots.length === 0) return { ...NO_DEED, gain: eachView(() => payment) };
    const shares = payment.sharedOut(lots.map(({ left }) => left));
    const rests = eachView((view) =>
      Fraction.minusEach(
        lots.map((lot) => costLeft(lot, view)),
        shares,
      ),
    );
    const gain = { ...NOTHING };
    this.#lots = lots.map((lot, n) => ({
      ...lot,
      whole: lot.left,
      cost: eachView((view) => {
        const cost = rests[view][n] ?? Fraction.ZERO;
        const isSpent = lot.left.isNegative() ? cost.isPositive() : cost.isNegative();
        if (isSpent) gain[view] = gain[view].minus(cost);
        return isSpent ? Fraction.ZERO : cost;
      }),
    }));
    this.#first = 0;
    return { ...NO_DEED, gain };
  }

  /** Each lot counts `ratio` times its units for the same cost. */
  split(ratio: Fraction): void {
    const { lots } = this;
    const units = Fraction.timesEach([...lots.map(({ left }) => left), ...lots.map(({ whole }) => whole)], ratio);
    this.#lots = lots.map((lot, n) => ({
      ...lot,
      left: units[n] ?? lot.left,
      whole: units[lots.length + n] ?? lot.whole,
    }));
    this.#first = 0;
  }

  #close(quantity: Fraction): { closures: readonly Closure[]; rest: Fraction } {
    const closures: Closure[] = [];
    let rest = quantity;
    for (let lot = this.#lots[this.#first]; lot && isOpposite(lot.left, rest); lot = this.#lots[this.#first]) {
      const after = lot.left.plus(rest);
      const isClosed = !isOpposite(after, rest);
      closures.push({ lot, quantity: isClosed ? lot.left : rest.negated() });
      rest = isClosed ? after : Fraction.ZERO;
      if (isClosed) this.#dropFirst();
      else this.#lots[this.#first] = { ...lot, left: after };
    }
    return { closures, rest };
  }

  #open(rest: Fraction, { id, date, quantity, money }: Trade): Lot | null {
    if (rest.isZero()) return null;
    const cost = eachView((view) => money[view].share(rest, quantity).negated());
    const lot = { id, date, left: rest, whole: rest, cost };
    this.#lots.push(lot);
    return lot;
  }

  #dropFirst(): void {
    this.#first += 1;
    if (this.#first < 1_000 || this.#first * 2 < this.#lots.length) return;
    this.#lots = this.#lots.slice(this.#first);
    this.#first = 0;
  }

  #pass(money: (view: FeeView) => Fraction): void {
    const flow = this.#flow;
    this.#flow = eachView((view) => flow[view].plus(money(view)));
  }
}

const isOpposite = (one: Fraction, other: Fraction): boolean =>
  (one.isNegative() && other.isPositive()) || (one.isPositive() && other.isNegative());
