import type { OperationFilter } from '#application/ports/operation-queries.ts';
import type { Cut } from '#domain/ledger/cut.ts';

type Condition = (place: () => string) => string;

type Filter = Omit<OperationFilter, 'instrument' | 'from' | 'to'>;
type Write = (value: string | readonly string[]) => string;

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
  tag: (place) => `coalesce(${place()} = ANY (tags), false)`,
  text: (place) => `coalesce(concat_ws(E'\\n', note, figi, isin, symbol, source, external_id) ILIKE ${place()}, false)`,
};

/**
 * What a list is narrowed to, but for its instrument, of which there may be several names.
 * @param write a value as it stands in the statement.
 */
export const conditionsOf = ({ from, to, ...filter }: Omit<OperationFilter, 'instrument'>, write: Write): string[] => [
  ...Object.entries(CONDITIONS).flatMap(([name, condition]) => {
    const value = filter[name as keyof Filter];
    return value === undefined ? [] : [condition(() => write(sqlValue(name, value)))];
  }),
  ...(from ? [besideCut('>=', from, write)] : []),
  ...(to ? [besideCut('<', to, write)] : []),
];

/** Where a day of the owner is not one of UTC, bare dates begin and end with another instant than it does; the walk, with the first or last of both. */
function besideCut(side: '>=' | '<', { before, beforeDay }: Cut, write: Write): string {
  const [instant, day] = [before.toISOString(), beforeDay.toISOString()];
  if (instant === day) return `date ${side} ${write(instant)}`;
  const [first = '', last = ''] = [instant, day].sort();
  return `date ${side} ${write(side === '<' ? last : first)}
 AND date ${side} CASE date_precision WHEN 'day' THEN ${write(day)}::timestamptz ELSE ${write(instant)}::timestamptz END`;
}

function sqlValue(name: string, value: string | readonly string[]): string | readonly string[] {
  return name === 'text' && typeof value === 'string' ? likePattern(value) : value;
}

/** Part of a text, whatever signs of LIKE it holds. */
const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
