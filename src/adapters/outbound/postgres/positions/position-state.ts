import { type Amounts, eachView, type Lot } from '#domain/ledger/lot.ts';
import { LotBook } from '#domain/ledger/lot-book.ts';
import { type InstrumentNames, Position } from '#domain/ledger/position.ts';
import { Fraction } from '#domain/shared/fraction.ts';

/** Both views of fees, as text. */
type StoredAmounts = readonly [separate: string, capitalised: string];
type StoredLot = readonly [id: string, date: string, left: string, whole: string, cost: StoredAmounts];
type StoredPosition = {
  readonly names: InstrumentNames;
  readonly operations: number;
  readonly splits: number;
  readonly lots: readonly StoredLot[];
  readonly flow: StoredAmounts;
  readonly fees: readonly (readonly [currency: string, amount: string])[];
  readonly dividends: string;
};

/** A position as text, from which it goes on. */
export function writePosition(position: Position): string {
  const { names, operations, splits, book, fees, dividends } = position.state;
  const stored: StoredPosition = {
    names,
    operations,
    splits,
    lots: book.lots.map(({ id, date, left, whole, cost }) => [id, date, left.stored(), whole.stored(), written(cost)]),
    flow: written(book.flow),
    fees: [...fees].map(([currency, amount]) => [currency, amount.stored()]),
    dividends: dividends.stored(),
  };
  return JSON.stringify(stored);
}

export function readPosition(text: string): Position {
  const { names, operations, splits, lots, flow, fees, dividends } = JSON.parse(text) as StoredPosition;
  return Position.restore({
    names,
    operations,
    splits,
    book: new LotBook(lots.map(lotOf), amountsOf(flow)),
    fees: new Map(fees.map(([currency, amount]) => [currency, Fraction.parse(amount)])),
    dividends: Fraction.parse(dividends),
  });
}

const written = ({ separate, capitalised }: Amounts): StoredAmounts => [separate.stored(), capitalised.stored()];

const amountsOf = ([separate, capitalised]: StoredAmounts): Amounts =>
  eachView((view) => Fraction.parse(view === 'separate' ? separate : capitalised));

const lotOf = ([id, date, left, whole, cost]: StoredLot): Lot => ({
  id,
  date,
  left: Fraction.parse(left),
  whole: Fraction.parse(whole),
  cost: amountsOf(cost),
});
