import { canonical } from './exact-digits.ts';

const PLACES = 18;
const SCALE = 10n ** BigInt(PLACES);

/**
 * One canonical decimal by another: exact where the division ends within 18 digits after the point, else rounded half-even to them.
 * Only for a price that a broker does not state in the currency of the money: the payment beside it stays what counts. Null by zero.
 */
export function quotient(dividend: string, divisor: string): string | null {
  const [top, topPlaces] = unscaled(dividend);
  const [bottom, bottomPlaces] = unscaled(divisor);
  if (bottom === 0n) return null;
  const numerator = top * SCALE * 10n ** BigInt(bottomPlaces);
  const denominator = bottom * 10n ** BigInt(topPlaces);
  return textOf(dividedHalfEven(numerator, denominator));
}

/** Half-even to 18 digits after the point, for a figure that a broker itself computed by a division and wrote out at length. */
export function roundedTo18(negative: boolean, integer: string, fraction: string): string {
  const places = 10n ** BigInt(fraction.length);
  const units = dividedHalfEven(BigInt(integer + fraction) * SCALE, places);
  return textOf(negative ? -units : units);
}

function dividedHalfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  let whole = top / bottom;
  const twice = (top % bottom) * 2n;
  if (twice > bottom || (twice === bottom && whole % 2n === 1n)) whole += 1n;
  return negative ? -whole : whole;
}

function unscaled(text: string): readonly [bigint, number] {
  const at = text.indexOf('.');
  return at === -1 ? [BigInt(text), 0] : [BigInt(text.slice(0, at) + text.slice(at + 1)), text.length - at - 1];
}

function textOf(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(PLACES + 1, '0');
  return canonical(units < 0n, digits.slice(0, -PLACES), digits.slice(-PLACES));
}
