import { InvalidValue } from '#domain/shared/invalid-value.ts';

export const PERIOD_KINDS = ['day', 'week', 'month', 'year'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** Both ends half-open, [from, to). */
export type PeriodRange = {
  /** The instants in a time zone. Of a day that the zone left out both are the same. */
  readonly from: Date;
  readonly to: Date;
  /** The days, each kept as midnight UTC, as bare dates are: these belong to the period in whatever zone. */
  readonly firstDay: Date;
  readonly endDay: Date;
};

/** From the first year of operations; the last one leaves every end a year of four digits. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 9998;

const SHAPE = /^([0-9]{4})(?:-(?:W([0-9]{2})|([0-9]{2})(?:-([0-9]{2}))?))?$/;

/** A day `2026-11-24`, an ISO 8601 week `2026-W48`, a month `2026-11` or a year `2026`; its text says which. */
export class CalendarPeriod {
  readonly kind: PeriodKind;
  readonly #first: Temporal.PlainDate;

  private constructor(kind: PeriodKind, first: Temporal.PlainDate) {
    this.kind = kind;
    this.#first = first;
  }

  /** Of the years 1970 to 9998. Throws InvalidValue. */
  static parse(text: string): CalendarPeriod {
    const match = SHAPE.exec(text);
    if (match === null) throw malformed();
    const [, year = '', week, month, day] = match;
    if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) {
      throw new InvalidValue('OUT_OF_RANGE', `A period must be of the years ${FIRST_YEAR} to ${LAST_YEAR}.`);
    }
    const kind = week ? 'week' : day ? 'day' : month ? 'month' : 'year';
    const first = week ? mondayOf(Number(year), Number(week)) : dateOf(`${year}-${month ?? '01'}-${day ?? '01'}`);
    const period = new CalendarPeriod(kind, first);
    if (period.text !== text) throw unknown();
    return period;
  }

  /** The one that it is in the time zone (IANA) at that instant. */
  static containing(kind: PeriodKind, at: Date, timeZone: string): CalendarPeriod {
    const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
    const period = CalendarPeriod.#of(kind, local.toPlainDate());
    // A clock that goes back over midnight says yesterday once more: the new day has begun all the same.
    return at < period.rangeIn(timeZone).to ? period : CalendarPeriod.#of(kind, period.#end());
  }

  get text(): string {
    const { yearOfWeek, weekOfYear } = this.#first;
    if (this.kind === 'week') return `${yearOfWeek}-W${String(weekOfYear).padStart(2, '0')}`;
    return this.#first.toString().slice(0, { day: 10, month: 7, year: 4 }[this.kind]);
  }

  before(): CalendarPeriod {
    return CalendarPeriod.#of(this.kind, this.#first.subtract({ days: 1 }));
  }

  rangeIn(timeZone: string): PeriodRange {
    return {
      from: beginningOf(this.#first, timeZone),
      to: beginningOf(this.#end(), timeZone),
      firstDay: beginningOf(this.#first, 'UTC'),
      endDay: beginningOf(this.#end(), 'UTC'),
    };
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }

  #end(): Temporal.PlainDate {
    return this.#first.add({ [`${this.kind}s`]: 1 });
  }

  static #of(kind: PeriodKind, day: Temporal.PlainDate): CalendarPeriod {
    const first = {
      day,
      week: mondayBefore(day),
      month: day.with({ day: 1 }),
      year: day.with({ month: 1, day: 1 }),
    };
    return new CalendarPeriod(kind, first[kind]);
  }
}

/** Where the clock skips midnight, the first instant after it. */
const beginningOf = (day: Temporal.PlainDate, timeZone: string): Date =>
  new Date(day.toZonedDateTime(timeZone).epochMilliseconds);

/** The week that has the fourth of January is the first (ISO 8601). */
const mondayOf = (year: number, week: number): Temporal.PlainDate =>
  mondayBefore(Temporal.PlainDate.from({ year, month: 1, day: 4 })).add({ weeks: week - 1 });

/** Or the day itself. */
const mondayBefore = (day: Temporal.PlainDate): Temporal.PlainDate => day.subtract({ days: day.dayOfWeek - 1 });

function dateOf(text: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    throw unknown();
  }
}

const malformed = (): InvalidValue =>
  new InvalidValue('INVALID_FORMAT', 'This is not a day 2026-11-24, a week 2026-W48, a month 2026-11 or a year 2026.');

const unknown = (): InvalidValue => new InvalidValue('INVALID_FORMAT', 'The calendar has no such day, week or month.');
