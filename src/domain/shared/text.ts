import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** In code points, both ends included. */
export type TextLength = { readonly min: 0 | 1; readonly max: number };

/** U+0000–U+001F and U+007F–U+009F: NUL does not fit into PostgreSQL, the others forge lines in logs, mails and CSV. */
const CONTROL = /\p{Cc}/u;

/** Free text as it was given: well-formed Unicode, no control characters, a bounded length. Throws InvalidValue. */
export function parseText(text: string, length: TextLength): string {
  refuseUnreadable(text, length);
  refuseLength(text, length);
  return text;
}

/** As `parseText`, for names: white space around them is not part of them and does not count. */
export function parseTrimmedText(text: string, length: TextLength): string {
  refuseUnreadable(text, length);
  const trimmed = text.trim();
  refuseLength(trimmed, length);
  return trimmed;
}

function refuseUnreadable(text: string, { max }: TextLength): void {
  // A megabyte of text is refused before anything walks over it.
  if (text.length > 4 * max) throw tooLong(max);
  if (!text.isWellFormed()) throw new InvalidValue('INVALID_FORMAT', 'This text is not well-formed Unicode.');
  if (CONTROL.test(text)) {
    throw new InvalidValue('INVALID_FORMAT', 'Control characters, such as NUL or a line break, are not allowed.');
  }
}

function refuseLength(text: string, { min, max }: TextLength): void {
  if (text.length < min) throw new InvalidValue('TOO_SHORT', 'This must not be empty.');
  if (countCodePoints(text) > max) throw tooLong(max);
}

/** Turns of direction (Unicode UAX #9): what follows them reads as something else, beyond the text that holds them. */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/** @param instead of each turn of direction. */
export const withoutTurns = (text: string, instead = ''): string => text.replaceAll(TURNS, instead);

/** Text that stays on its line and reads as it is written: what could begin another line is a space. */
export const onOneLine = (text: string): string => withoutTurns(text).replaceAll(BREAKS, ' ');

export function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function tooLong(max: number): InvalidValue {
  return new InvalidValue('TOO_LONG', `This must not be longer than ${max} characters.`);
}
