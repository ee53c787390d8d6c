import type { Mapping } from './mapping.ts';

/** What is not in the file and not a correction: the zone of the person who brings it. */
export type Usual = { readonly timeZone: string };

/** The `source` of operations of a file without a template. */
export const GUESSED_SOURCE = 'import';

/** How a file is read that nothing is known of. */
export const UNREAD: Mapping = {
  format: 'csv',
  template: null,
  encoding: 'utf-8',
  delimiter: null,
  headerLine: 1,
  decimal: null,
  decimals: {},
  dateOrder: null,
  timeZone: 'UTC',
  columns: {},
  types: {},
  currency: null,
  source: GUESSED_SOURCE,
  direction: 'type',
  payments: 'signed',
};
