import { costLeft, type FeeView, type Lot, lotPrice } from '#domain/ledger/lot.ts';
import type { LotStory } from '#domain/ledger/lot-story.ts';
import type { Position } from '#domain/ledger/position.ts';
import { Fraction } from '#domain/shared/fraction.ts';
import type { LotRow, PositionRow, StoryRow } from '../ports/positions.ts';

export type PositionKey = Pick<PositionRow, 'account_id' | 'instrument' | 'currency'>;

/**
 * The position as a reader sees it, and as it is kept: where that changes, a migration forgets the positions that are kept, and they are made anew.
 */
export function positionRow(key: PositionKey, position: Position, view: FeeView): PositionRow {
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
    lots: position.lots.map((lot) => lotRow(lot, view)),
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

export const storyRow = (key: PositionKey, position: Position, view: FeeView, story: LotStory): StoryRow => ({
  ...positionRow(key, position, view),
  ...story.told(position),
});
