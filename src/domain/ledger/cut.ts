import type { OperationFields } from '#domain/ledger/operation-fields.ts';
import { CalendarPeriod } from '#domain/shared/calendar-period.ts';
import type { Instant } from '#domain/shared/instant.ts';

/** A place in time. Before it are the operations of an instant before `before`, and those of a bare date before `beforeDay`, which is midnight UTC. */
export type Cut = { readonly before: Date; readonly beforeDay: Date };

const FIRST = Date.UTC(1970, 0, 1);
const LAST = Date.UTC(9998, 11, 31);

/** With all of a day as the time zone has it, or with what happened at an instant. What is out of the range of operations comes to its end. */
export function cutAfter({ at, precision }: Instant, timeZone: string): Cut {
  const time = Math.min(Math.max(at.getTime(), FIRST - 1), LAST);
  if (precision === 'second' || time < FIRST) return { before: new Date(time + 1), beforeDay: new Date(time + 1) };
  const day = CalendarPeriod.parse(new Date(time).toISOString().slice(0, 10)).rangeIn(timeZone);
  return { before: day.to, beforeDay: day.endDay };
}

/** Without anything of a day as the time zone has it, or of what happened at an instant: where a range begins, and where it ends. */
export function cutBefore({ at, precision }: Instant, timeZone: string): Cut {
  const time = new Date(Math.min(Math.max(at.getTime(), FIRST), LAST));
  if (precision === 'second' || time.getTime() !== at.getTime()) return { before: time, beforeDay: time };
  const day = CalendarPeriod.parse(time.toISOString().slice(0, 10)).rangeIn(timeZone);
  return { before: day.from, beforeDay: day.firstDay };
}

export const isBefore = (
  { date, datePrecision }: Pick<OperationFields, 'date' | 'datePrecision'>,
  { before, beforeDay }: Cut,
): boolean => date < (datePrecision === 'day' ? beforeDay : before);
