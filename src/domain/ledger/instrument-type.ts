export const INSTRUMENT_TYPES = [
  'share',
  'bond',
  'etf',
  'fund',
  'currency',
  'future',
  'option',
  'crypto',
  'commodity',
  'index',
  'other',
] as const;
export type InstrumentType = (typeof INSTRUMENT_TYPES)[number];
