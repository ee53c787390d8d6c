import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** What is accepted: either case, white space around it. What is kept is trimmed and upper case. */
export const SYMBOL_PATTERN = '^\\s*[A-Za-z0-9._:/=+^-](?:[A-Za-z0-9._:/=+^ -]{0,30}[A-Za-z0-9._:/=+^-])?\\s*$';

const ACCEPTED = new RegExp(SYMBOL_PATTERN);

/** The broker's ticker, such as `VUSA:XAMS` or `BRK.B`. Throws InvalidValue. */
export function parseSymbol(text: string): string {
  // The set is asked before upper-casing, which would turn ß into SS.
  if (!ACCEPTED.test(text)) {
    throw new InvalidValue('INVALID_FORMAT', 'A symbol is 1 to 32 characters of A–Z, 0–9, space and . _ : / = + ^ -.');
  }
  return text.trim().toUpperCase();
}
