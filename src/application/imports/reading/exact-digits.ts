import { UnreadableCell } from './unreadable-cell.ts';

const MAX_INTEGER = 20;
const MAX_FRACTION = 18;

/** Canonical text, as of `Decimal`: no leading or trailing zeros, no "-0". More digits than can be kept are refused, never rounded. */
export function canonical(negative: boolean, integer: string, fraction: string): string {
  const whole = withoutLeadingZeros(integer);
  const part = withoutTrailingZeros(fraction);
  if (whole.length > MAX_INTEGER) throw tooManyDigits(MAX_INTEGER, 'before');
  if (part.length > MAX_FRACTION) throw tooManyDigits(MAX_FRACTION, 'after');
  const magnitude = part === '' ? whole : `${whole}.${part}`;
  return negative && magnitude !== '0' ? `-${magnitude}` : magnitude;
}

/** The digits with the point moved: exactly what scientific notation says. */
export function shifted(integer: string, fraction: string, exponent: number): readonly [string, string] {
  const digits = integer + fraction;
  const point = integer.length + exponent;
  if (point <= 0) return ['0', '0'.repeat(-point) + digits];
  if (point >= digits.length) return [digits + '0'.repeat(point - digits.length), ''];
  return [digits.slice(0, point), digits.slice(point)];
}

/** Of a canonical decimal. Throws UnreadableCell where it would have more digits than can be kept. */
export function hundredth(text: string): string {
  const [integer = '', fraction = ''] = text.replace('-', '').split('.');
  return canonical(text.startsWith('-'), ...shifted(integer, fraction, -2));
}

function withoutLeadingZeros(digits: string): string {
  let start = 0;
  while (start < digits.length - 1 && digits[start] === '0') start += 1;
  return digits === '' ? '0' : digits.slice(start);
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}

const tooManyDigits = (most: number, side: 'before' | 'after'): UnreadableCell =>
  new UnreadableCell('OUT_OF_RANGE', `A number must not have more than ${most} digits ${side} the decimal point.`);
