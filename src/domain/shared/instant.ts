import { InvalidValue } from '#domain/shared/invalid-value.ts';

/**
 * A date-time with its offset [RFC 3339], or a bare date. Groups: year, month, day, hour, minute, second, fraction,
 * offset. Whether the calendar has that day is not in the pattern.
 */
export const INSTANT_PATTERN =
  '^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' +
  '(?:[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\\.([0-9]{1,9}))?' +
  '([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]))?$';

/** How precisely a date was given: to the second (kept to the millisecond) or to the day (kept as midnight UTC). */
export const DATE_PRECISIONS = ['second', 'day'] as const;
export type DatePrecision = (typeof DATE_PRECISIONS)[number];
export type Instant = { readonly at: Date; readonly precision: DatePrecision };

const SHAPE = new RegExp(INSTANT_PATTERN);
const WITHOUT_OFFSET = /^[0-9-]{10}[Tt][0-9:.]{5,18}$/;

/**
 * RFC 3339 or `YYYY-MM-DD`, any year. Fractions beyond the millisecond are cut off. A leap second is refused: no Date
 * can hold it. Throws InvalidValue. Also for the ends of a query's range.
 */
export function parseInstant(text: string): Instant {
  const match = SHAPE.exec(text);
  if (match === null) throw malformed(text);
  const [, year, month, day, hour, minute, second, fraction = '', offset] = match;
  const at = midnight(Number(year), Number(month), Number(day));
  if (offset === undefined) return { at, precision: 'day' };
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  at.setUTCHours(Number(hour), Number(minute) - offsetMinutes(offset), Number(second), milliseconds);
  return { at, precision: 'second' };
}

/** Not by `Date.UTC`, for which the year 70 is 1970. */
function midnight(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCDate() !== day) throw new InvalidValue('INVALID_FORMAT', 'The calendar has no such day.');
  return date;
}

function offsetMinutes(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return offset.startsWith('-') ? -minutes : minutes;
}

function malformed(text: string): InvalidValue {
  return WITHOUT_OFFSET.test(text)
    ? new InvalidValue('INVALID_FORMAT', 'A date with a time needs an offset, such as Z or +03:00.')
    : new InvalidValue(
        'INVALID_FORMAT',
        'This is not a date of the calendar such as 2026-11-24, or 2026-11-24T09:30:00Z with its time and offset.',
      );
}
