import type { OperationFilter } from '#application/ports/operation-queries.ts';

type Condition = (place: () => string) => string;

type Filter = Omit<OperationFilter, 'instrument'>;

/**
 * Each filter as SQL. A FIGI is always the instrument, so its list may walk the instrument's index. What no index has is only looked at
 * while the owner's dates are walked: inside coalesce the planner cannot take it for rare, read everybody's rows instead, and sort.
 */
const CONDITIONS: { readonly [F in keyof Filter]-?: Condition } = {
  accountId: (place) => `account_id = ${place()}`,
  accountIds: (place) => `coalesce(account_id = ANY (${place()}), false)`,
  type: (place) => `type = ${place()}`,
  instrumentType: (place) => `coalesce(instrument_type = ${place()}, false)`,
  figi: (place) => {
    const figi = place();
    return `instrument = ${figi} AND figi = ${figi}`;
  },
  isin: (place) => `isin = ${place()}`,
  symbol: (place) => `symbol = ${place()}`,
  from: (place) => `date >= ${place()}`,
  to: (place) => `date < ${place()}`,
  tag: (place) => `coalesce(${place()} = ANY (tags), false)`,
  text: (place) => `coalesce(concat_ws(E'\\n', note, figi, isin, symbol, source, external_id) ILIKE ${place()}, false)`,
};

/**
 * What a list is narrowed to, but for its instrument, of which there may be several names.
 * @param write a value as it stands in the statement.
 */
export const conditionsOf = (filter: Filter, write: (value: string | readonly string[]) => string): string[] =>
  Object.entries(CONDITIONS).flatMap(([name, condition]) => {
    const value = filter[name as keyof Filter];
    return value === undefined ? [] : [condition(() => write(sqlValue(name, value)))];
  });

function sqlValue(name: string, value: string | Date | readonly string[]): string | readonly string[] {
  if (value instanceof Date) return value.toISOString();
  return name === 'text' && typeof value === 'string' ? likePattern(value) : value;
}

/** Part of a text, whatever signs of LIKE it holds. */
const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
