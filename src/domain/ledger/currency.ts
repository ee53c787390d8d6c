import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** What is accepted: ISO 4217 or the code of a coin, in either case, but no hundredths. What is kept is upper case. */
export const CURRENCY_PATTERN = '^(?!(?:GBp|[Gg][Bb][Xx]|[Zz][Aa][Cc]|[Ii][Ll][Aa])$)[A-Za-z0-9]{2,12}$';

/** Hundredths that brokers quote in, and what they are hundredths of. GBp is told from GBP by its case alone. */
const HUNDREDTHS_OF = new Map([
  ['GBX', 'GBP'],
  ['ZAC', 'ZAR'],
  ['ILA', 'ILS'],
]);

const ACCEPTED = new RegExp(CURRENCY_PATTERN);

/** Upper case. Throws InvalidValue. */
export function parseCurrency(text: string): string {
  const upper = text.toUpperCase();
  const whole = text === 'GBp' ? 'GBP' : HUNDREDTHS_OF.get(upper);
  if (whole !== undefined) {
    throw new InvalidValue('MINOR_UNIT', `${text} is a hundredth of ${whole}: give the amounts in ${whole}.`);
  }
  if (!ACCEPTED.test(text)) {
    throw new InvalidValue('INVALID_FORMAT', 'A currency is a code of 2 to 12 letters and digits, such as USD.');
  }
  return upper;
}
