import type { StoryRow } from '#application/ports/positions.ts';

export const storyView = (row: StoryRow): StoryRow => ({
  account_id: row.account_id,
  instrument: row.instrument,
  currency: row.currency,
  figi: row.figi,
  isin: row.isin,
  symbol: row.symbol,
  quantity: row.quantity,
  side: row.side,
  average_cost: row.average_cost,
  cost: row.cost,
  realised_gain: row.realised_gain,
  fees: row.fees,
  other_fees: row.other_fees,
  dividends: row.dividends,
  operations: row.operations,
  lots: row.lots,
  sales: row.sales,
  changes: row.changes,
});
