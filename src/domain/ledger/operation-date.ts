import { parseChoice } from '#domain/shared/choice.ts';
import { DATE_PRECISIONS, type DatePrecision, type Instant, parseInstant } from '#domain/shared/instant.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';

const DAY_MS = 86_400_000;

/** From 1970-01-01T00:00:00Z to one day after now, both included. Throws InvalidValue. */
export function parseOperationDate(text: string, now: Date): Instant {
  const date = parseInstant(text);
  const time = date.at.getTime();
  if (time < 0) throw new InvalidValue('OUT_OF_RANGE', 'The date must not be before 1970-01-01.');
  // A day of grace: a bare date is midnight UTC, and east of it a day begins earlier.
  if (time > now.getTime() + DAY_MS) {
    throw new InvalidValue('OUT_OF_RANGE', 'The date must not be more than a day in the future.');
  }
  return date;
}

/** The precision that was asked for, if the date can have it. `date` is null when it was refused. Throws InvalidValue. */
export function parseDatePrecision(text: string, date: Instant | null): DatePrecision {
  const asked = parseChoice(DATE_PRECISIONS, text);
  if (date === null || asked === date.precision) return asked;
  if (asked === 'second') throw new InvalidValue('NOT_ALLOWED', 'A date without a time has the precision day.');
  if (date.at.getTime() % DAY_MS !== 0) {
    throw new InvalidValue('NOT_ALLOWED', 'Only a bare date, or midnight UTC, can have the precision day.');
  }
  return asked;
}
