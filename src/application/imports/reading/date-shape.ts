/** Whether the day or the month stands first in `03/04/2024`; dates that begin with the year need neither. */
export const DATE_ORDERS = ['dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

const YEAR_FIRST = '(?<year>[0-9]{4})(?<part>[-/.]?)(?<month>[0-9]{2}|(?<=[-/.])[0-9])\\k<part>(?<day>[0-9]{1,2})';
const YEAR_LAST = '(?<first>[0-9]{1,2})(?<sign>[-/.])(?<second>[0-9]{1,2})\\k<sign>(?<lastYear>[0-9]{4})';
const CLOCK = '(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<seconds>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9}))?)?';
const COMPACT_CLOCK = '(?<hour2>[0-9]{2})(?<minute2>[0-9]{2})(?<seconds2>[0-9]{2})';
const ZONE = '(?<zone>[Zz]|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})';
const TIME = `(?:${CLOCK}|${COMPACT_CLOCK})(?:\\s?(?<half>[AaPp][Mm]))?(?:\\s?${ZONE})?`;

/** A date, or a date and a time, in one cell. Compiled once; a cell longer than 40 characters is never tried. */
const DATE = new RegExp(`^(?:${YEAR_FIRST}|${YEAR_LAST})(?:(?:[Tt]|[,;]?\\s|;)\\s?${TIME})?$`);
const TIME_ALONE = new RegExp(`^${TIME}$`);
const EPOCH = /^(?:[0-9]{10}|[0-9]{13})$/;
const MAX_LENGTH = 40;

export type TimeParts = {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  /** As written; null without one. */
  readonly zone: string | null;
};

export type DateShape =
  | { readonly kind: 'epoch'; readonly milliseconds: number }
  | {
      readonly kind: 'ymd';
      readonly year: number;
      readonly month: number;
      readonly day: number;
      readonly time: TimeParts | null;
    }
  | {
      readonly kind: 'xyz';
      readonly first: number;
      readonly second: number;
      readonly year: number;
      readonly time: TimeParts | null;
    };

/** What a cell says before it is known which of its numbers is the month; null when it is no date. */
export function dateShape(cell: string): DateShape | null {
  if (cell.length > MAX_LENGTH) return null;
  if (EPOCH.test(cell)) {
    return { kind: 'epoch', milliseconds: cell.length === 10 ? Number(cell) * 1_000 : Number(cell) };
  }
  const parts = DATE.exec(cell)?.groups;
  if (parts === undefined) return null;
  const time = timeOf(parts);
  if (parts['year'] !== undefined) {
    return { kind: 'ymd', year: Number(parts['year']), month: Number(parts['month']), day: Number(parts['day']), time };
  }
  const [first, second] = [Number(parts['first']), Number(parts['second'])];
  return { kind: 'xyz', first, second, year: Number(parts['lastYear']), time };
}

/** A time of day in a cell of its own; null when it is none. */
export function timeShape(cell: string): TimeParts | null {
  const parts = cell.length > MAX_LENGTH ? undefined : TIME_ALONE.exec(cell)?.groups;
  return parts === undefined ? null : timeOf(parts);
}

function timeOf(parts: Readonly<Record<string, string | undefined>>): TimeParts | null {
  const hour = parts['hour'] ?? parts['hour2'];
  if (hour === undefined) return null;
  const half = parts['half']?.toLowerCase();
  const clock = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'pm' ? 12 : 0);
  return {
    hour: clock,
    minute: Number(parts['minute'] ?? parts['minute2']),
    second: Number(parts['seconds'] ?? parts['seconds2'] ?? 0),
    millisecond: Number((parts['fraction'] ?? '').padEnd(3, '0').slice(0, 3)),
    zone: parts['zone'] ?? null,
  };
}
