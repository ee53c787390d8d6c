const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Days are few in a file, rows are many; the bound is for a file that has every day of ten years in ten zones. */
const MAX_DAYS = 40_000;
const offsetsByDay = new Map<string, number | null>();

/**
 * The instant at which a clock in the zone shows that time. A time that the clock shows twice is its first; one that it skips is as much later
 * as the skip is long ("compatible" of Temporal). What a zone's day is off by is kept, as asking Temporal for each row would be most of the work.
 * @param local the wall clock, in milliseconds as if it were UTC.
 */
export function instantIn(zone: string, local: number): number {
  const day = Math.floor(local / DAY_MS) * DAY_MS;
  const key = `${zone} ${day}`;
  let offset = offsetsByDay.get(key);
  if (offset === undefined) {
    offset = steadyOffset(zone, day);
    if (offsetsByDay.size >= MAX_DAYS) offsetsByDay.clear();
    offsetsByDay.set(key, offset);
  }
  return offset === null ? asked(zone, local) : local - offset;
}

/** The offset of a day on which no clock is moved, nor on its neighbours; null of the others. */
function steadyOffset(zone: string, day: number): number | null {
  const before = day - asked(zone, day);
  const after = day + DAY_MS - asked(zone, day + DAY_MS);
  return before === after && before % MINUTE_MS === 0 ? before : null;
}

function asked(zone: string, local: number): number {
  const clock = Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO('UTC').toPlainDateTime();
  return clock.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}
