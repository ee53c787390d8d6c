import { costLeft, type FeeView, type Lot, lotPrice } from '#domain/ledger/lot.ts';
import type { Place } from '#domain/ledger/place.ts';
import type { Position } from '#domain/ledger/position.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { LotRow, PositionRow } from '../ports/positions.ts';

export type PositionKey = Pick<PositionRow, 'account_id' | 'instrument' | 'currency'>;
export type PositionFigures = Omit<PositionRow, 'lots'>;

/** The order of positions. Places within them begin with it. */
export const placeOf = ({ account_id, instrument, currency }: PositionKey): Place => [account_id, instrument, currency];
const KEY_LENGTH = 3;
export const keyIn = (place: Place): Place => place.slice(0, KEY_LENGTH);
export const withinKey = (place: Place): Place => place.slice(KEY_LENGTH);

/**
 * The position as a reader sees it, and as it is kept: where that changes, a migration forgets the positions that are kept, and they are made anew.
 */
export function positionFigures(key: PositionKey, position: Position, view: FeeView): PositionFigures {
  const { names, operations, fees, dividends } = position.state;
  const [quantity, cost] = [position.quantity(), position.cost(view)];
  const { account_id, instrument, currency } = key;
  return {
    account_id,
    instrument,
    currency,
    ...names,
    quantity: quantity.toString(),
    side: position.side(),
    average_cost: quantity.isZero() ? null : cost.over(quantity).toString(),
    cost: cost.toString(),
    realised_gain: position.realisedGain(view).toString(),
    fees: (fees.get(currency) ?? Fraction.ZERO).toString(),
    other_fees: [...fees]
      .filter(([other]) => other !== currency)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([other, amount]) => ({ currency: other, amount: amount.toString() })),
    dividends: dividends.toString(),
    operations,
  };
}

const lotRow = (lot: Lot, view: FeeView): LotRow => ({
  operation_id: lot.id,
  date: lot.date,
  quantity: lot.left.toString(),
  price: lotPrice(lot, view).toString(),
  cost: costLeft(lot, view).toString(),
});

/** JSON, of lots each on a line of its own, so that some of many can be told without a look at the others. */
export type PositionTexts = { readonly figures: string; readonly lots: string };

export const positionTexts = (key: PositionKey, position: Position, view: FeeView): PositionTexts => ({
  figures: JSON.stringify(positionFigures(key, position, view)),
  lots: position.lots.map((lot) => JSON.stringify(lotRow(lot, view))).join('\n'),
});
