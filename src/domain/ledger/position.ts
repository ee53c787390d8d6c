import { eachView, type FeeView, type Lot, NOTHING } from '#domain/ledger/lot.ts';
import { type Deed, LotBook, NO_DEED } from '#domain/ledger/lot-book.ts';
import type { Operation } from '#domain/ledger/operation.ts';
import type { OperationType } from '#domain/ledger/operation-type.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { DatePrecision } from '#domain/shared/instant.ts';

/** What a position is made of: an operation as it was kept, numbers as decimal text, of its currency or a split. */
export type PositionEntry = {
  readonly id: string;
  /** RFC 3339 UTC with milliseconds. */
  readonly date: string;
  readonly datePrecision: DatePrecision;
  readonly type: OperationType;
  readonly figi: string | null;
  readonly isin: string | null;
  readonly symbol: string | null;
  readonly quantity: string;
  readonly price: string | null;
  readonly currency: string | null;
  readonly payment: string | null;
  readonly fee: string;
  readonly feeCurrency: string | null;
  readonly ratio: string | null;
};

export const positionEntry = ({ id, fields }: Operation): PositionEntry => ({
  id,
  date: fields.date.toISOString(),
  datePrecision: fields.datePrecision,
  type: fields.type,
  figi: fields.figi,
  isin: fields.isin,
  symbol: fields.symbol,
  quantity: fields.quantity.text,
  price: fields.price?.text ?? null,
  currency: fields.currency,
  payment: fields.payment?.text ?? null,
  fee: fields.fee.text,
  feeCurrency: fields.feeCurrency,
  ratio: fields.ratio,
});

export const SIDES = ['long', 'short', 'flat'] as const;
export type Side = (typeof SIDES)[number];

/** The names that operations gave the instrument; of each the last one. */
export type InstrumentNames = Pick<PositionEntry, 'figi' | 'isin' | 'symbol'>;

export type PositionState = {
  readonly names: InstrumentNames;
  /** How many operations it is made of; splits apart, as each belongs to all currencies of its instrument. */
  readonly operations: number;
  readonly splits: number;
  readonly book: LotBook;
  /** By their currency, which need not be the position's. */
  readonly fees: ReadonlyMap<string, Fraction>;
  /** Dividends and coupons. */
  readonly dividends: Fraction;
};

const NO_NAMES: InstrumentNames = { figi: null, isin: null, symbol: null };

/**
 * One instrument in one currency in one account: what operations, applied in their order, have made of it. Operations change it in place: whoever goes
 * back takes the state of an earlier time.
 */
export class Position {
  readonly #book: LotBook;
  readonly #fees: Map<string, Fraction>;
  #names: InstrumentNames;
  #operations: number;
  #splits: number;
  #dividends: Fraction;

  private constructor({ names, operations, splits, book, fees, dividends }: PositionState) {
    this.#names = names;
    this.#operations = operations;
    this.#splits = splits;
    this.#book = book;
    this.#fees = new Map(fees);
    this.#dividends = dividends;
  }

  static empty(): Position {
    const book = new LotBook([], NOTHING);
    return new Position({ names: NO_NAMES, operations: 0, splits: 0, book, fees: new Map(), dividends: Fraction.ZERO });
  }

  static restore(state: PositionState): Position {
    return new Position(state);
  }

  get lots(): readonly Lot[] {
    return this.#book.lots;
  }

  /** How many lots are open. */
  get openLots(): number {
    return this.#book.openLots;
  }

  get state(): PositionState {
    return {
      names: this.#names,
      operations: this.#operations,
      splits: this.#splits,
      book: this.#book,
      fees: this.#fees,
      dividends: this.#dividends,
    };
  }

  quantity(): Fraction {
    return this.#book.quantity();
  }

  side(): Side {
    const [lot] = this.#book.lots;
    if (lot === undefined) return 'flat';
    return lot.left.isNegative() ? 'short' : 'long';
  }

  /** What the open lots have cost; of a short position what they brought, as a negative number. */
  cost(view: FeeView): Fraction {
    return this.#book.cost(view);
  }

  realisedGain(view: FeeView): Fraction {
    return this.#book.realised(view);
  }

  apply(entry: PositionEntry): Deed {
    this.#name(entry);
    this.#count(entry);
    switch (entry.type) {
      case 'buy':
      case 'sell':
        return this.#book.trade(tradeOf(entry));
      case 'transfer_in':
      case 'transfer_out':
        return this.#book.transfer(transferOf(entry));
      case 'redemption':
        return this.#book.trade(redemptionOf(entry));
      case 'amortisation':
      case 'return_of_capital':
        return this.#book.payBack(number(entry.payment));
      case 'split':
        this.#book.split(Fraction.ofRatio(entry.ratio ?? '1:1'));
        return NO_DEED;
      case 'dividend':
      case 'coupon':
        this.#dividends = this.#dividends.plus(number(entry.payment));
        return NO_DEED;
      default:
        return NO_DEED;
    }
  }

  #name({ figi, isin, symbol }: PositionEntry): void {
    const names = this.#names;
    if (isKnown(figi, names.figi) && isKnown(isin, names.isin) && isKnown(symbol, names.symbol)) return;
    this.#names = { figi: figi ?? names.figi, isin: isin ?? names.isin, symbol: symbol ?? names.symbol };
  }

  /** The fee of a split is no more this position's than that of another currency. */
  #count({ type, fee, feeCurrency }: PositionEntry): void {
    if (type === 'split') {
      this.#splits += 1;
      return;
    }
    this.#operations += 1;
    if (feeCurrency === null) return;
    const amount = Fraction.parse(fee);
    if (amount.isZero()) return;
    this.#fees.set(feeCurrency, (this.#fees.get(feeCurrency) ?? Fraction.ZERO).plus(amount));
  }
}

const isKnown = (name: string | null, known: string | null): boolean => name === null || name === known;

const number = (text: string | null): Fraction => (text === null ? Fraction.ZERO : Fraction.parse(text));

/** A fee in another currency is never mixed into a gain. */
function tradeOf(entry: PositionEntry) {
  const { id, date, type } = entry;
  const amount = Fraction.parse(entry.quantity);
  const value = amount.times(number(entry.price));
  const fee = entry.feeCurrency === entry.currency ? Fraction.parse(entry.fee) : Fraction.ZERO;
  const separate = type === 'buy' ? value.negated() : value;
  const capitalised = fee.isZero() ? separate : separate.minus(fee);
  return { id, date, quantity: type === 'buy' ? amount : amount.negated(), money: { separate, capitalised } };
}

function transferOf({ id, date, type, quantity: text, price }: PositionEntry) {
  const amount = Fraction.parse(text);
  const quantity = type === 'transfer_in' ? amount : amount.negated();
  const value = quantity.times(number(price)).negated();
  return { id, date, quantity, money: eachView(() => value) };
}

/** Closes at payment / quantity. */
function redemptionOf({ id, date, quantity, payment }: PositionEntry) {
  const money = number(payment);
  return { id, date, quantity: Fraction.parse(quantity).negated(), money: eachView(() => money) };
}
