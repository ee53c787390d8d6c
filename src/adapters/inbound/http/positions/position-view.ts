import type { PositionRow, StoryRow } from '#application/ports/positions.ts';

export const positionView = ({ lots, ...row }: PositionRow) => ({
  ...commonOf(row),
  lots: lots.map(({ operation_id, date, quantity, price, cost }) => ({ operation_id, date, quantity, price, cost })),
  ...figuresOf(row),
});

export const storyView = ({ lots, sales, changes, ...row }: StoryRow) => ({
  ...commonOf(row),
  ...figuresOf(row),
  lots,
  sales,
  changes,
});

type Row = Omit<PositionRow, 'lots'>;

const commonOf = ({ account_id, instrument, currency, figi, isin, symbol, quantity, side }: Row) => ({
  account_id,
  instrument,
  currency,
  figi,
  isin,
  symbol,
  quantity,
  side,
});

const figuresOf = ({ average_cost, cost, realised_gain, fees, other_fees, dividends, operations }: Row) => ({
  average_cost,
  cost,
  realised_gain,
  fees,
  other_fees,
  dividends,
  operations,
});
