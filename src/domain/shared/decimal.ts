import { Decimal as Arithmetic } from 'decimal.js';
import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** What `Decimal.parse` accepts, to the letter: leading zeros and zeros at the end of a fraction do not count. */
export const DECIMAL_PATTERN = '^[+-]?0*[0-9]{1,20}(?:\\.[0-9]{1,18}0*)?$';
export const DECIMAL_MAX_LENGTH = 100;

/** The bounds of the NUMERIC(38,18) that it is stored in. */
const MAX_INTEGER_DIGITS = 20;
const MAX_FRACTION_DIGITS = 18;

const SHAPE = /^([+-]?)0*([0-9]+)(?:\.([0-9]+))?$/;

/** decimal.js rounds a result to its precision; this is its largest, so that sums and products are always exact. */
const Exact = Arithmetic.clone({ defaults: true, precision: 1e9 });

/**
 * An exact decimal number, for money and quantities. Its text is canonical: no exponent, no trailing zeros, no "-0", no
 * leading "+"; two are equal when their texts are. Results of arithmetic may exceed what `parse` accepts.
 */
export class Decimal {
  static readonly ZERO = new Decimal('0');

  readonly text: string;
  #number: Arithmetic | undefined;

  private constructor(text: string) {
    this.text = text;
  }

  /** Plain decimal text: at most 20 integer and 18 fraction digits, never rounded. Throws InvalidValue. */
  static parse(text: string): Decimal {
    // First, as the patterns must not walk over a megabyte of digits.
    if (text.length > DECIMAL_MAX_LENGTH) {
      throw new InvalidValue('OUT_OF_RANGE', `A number must not be longer than ${DECIMAL_MAX_LENGTH} characters.`);
    }
    const match = SHAPE.exec(text);
    if (match === null) {
      throw new InvalidValue(
        'INVALID_FORMAT',
        'This is not a plain decimal number such as -12.5, without exponent, spaces or separators.',
      );
    }
    const [, sign, integer = '', digits = ''] = match;
    const fraction = withoutTrailingZeros(digits);
    if (integer.length > MAX_INTEGER_DIGITS) throw tooManyDigits(MAX_INTEGER_DIGITS, 'before');
    if (fraction.length > MAX_FRACTION_DIGITS) throw tooManyDigits(MAX_FRACTION_DIGITS, 'after');
    const magnitude = fraction === '' ? integer : `${integer}.${fraction}`;
    return new Decimal(sign === '-' && magnitude !== '0' ? `-${magnitude}` : magnitude);
  }

  plus(other: Decimal): Decimal {
    return Decimal.#from(this.#exact().plus(other.#exact()));
  }

  minus(other: Decimal): Decimal {
    return Decimal.#from(this.#exact().minus(other.#exact()));
  }

  times(other: Decimal): Decimal {
    return Decimal.#from(this.#exact().times(other.#exact()));
  }

  negated(): Decimal {
    if (this.isZero()) return this;
    return new Decimal(this.isNegative() ? this.text.slice(1) : `-${this.text}`);
  }

  abs(): Decimal {
    return this.isNegative() ? this.negated() : this;
  }

  /** Below, at or above zero when this is less than, equal to or greater than the other. */
  compare(other: Decimal): number {
    return this.#exact().comparedTo(other.#exact());
  }

  equals(other: Decimal): boolean {
    return this.text === other.text;
  }

  isZero(): boolean {
    return this.text === '0';
  }

  isNegative(): boolean {
    return this.text.startsWith('-');
  }

  isPositive(): boolean {
    return !this.isNegative() && !this.isZero();
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }

  #exact(): Arithmetic {
    this.#number ??= new Exact(this.text);
    return this.#number;
  }

  static #from(number: Arithmetic): Decimal {
    const result = new Decimal(number.toFixed());
    result.#number = number;
    return result;
  }
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}

function tooManyDigits(most: number, side: 'before' | 'after'): InvalidValue {
  return new InvalidValue('OUT_OF_RANGE', `A number must not have more than ${most} digits ${side} the decimal point.`);
}
