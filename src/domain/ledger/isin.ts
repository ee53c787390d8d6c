import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** The shape alone; the check digit is not in it. */
export const ISIN_PATTERN = '^[A-Z]{2}[A-Z0-9]{9}[0-9]$';

const SHAPE = new RegExp(ISIN_PATTERN);

/** An ISIN with the right check digit, upper case [ISO 6166]. Throws InvalidValue. */
export function parseIsin(text: string): string {
  if (!SHAPE.test(text)) {
    throw new InvalidValue(
      'INVALID_FORMAT',
      'An ISIN is two capital letters, nine characters of A–Z and 0–9, and a check digit, such as US0378331005.',
    );
  }
  const wanted = String(checkDigit(text));
  if (!text.endsWith(wanted)) {
    const detail = `The check digit of this ISIN should be ${wanted}, not ${text.slice(-1)}.`;
    throw new InvalidValue('INVALID_CHECK_DIGIT', detail);
  }
  return text;
}

/** Letters become two digits (A=10 … Z=35), then Luhn: from the right, every second digit is doubled. */
function checkDigit(isin: string): number {
  const digits = Array.from(isin.slice(0, -1), (character) => Number.parseInt(character, 36)).join('');
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits.charAt(digits.length - 1 - place));
    const weighted = place % 2 === 0 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return (10 - (sum % 10)) % 10;
}
