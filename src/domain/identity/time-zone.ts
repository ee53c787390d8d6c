import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** A name of the IANA database, as given: Intl would answer Asia/Kolkata with its old name. Throws InvalidValue. */
export function parseTimeZone(text: string): string {
  // Intl takes offsets such as +03:00 too; those know no summer time and no history.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(text)) throw unknown();
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    throw unknown();
  }
  return text;
}

function unknown(): InvalidValue {
  return new InvalidValue('NOT_ALLOWED', 'This is not a time zone of the IANA database such as Europe/Berlin.');
}
