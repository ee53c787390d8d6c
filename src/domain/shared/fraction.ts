import type { Decimal } from '#domain/shared/decimal.ts';

/** Digits behind the point of the numbers that Blotter keeps, and of the product of two of them. */
const SCALE = 18;
const SHOWN = 36;
const UNIT = 10n ** BigInt(SCALE);
const SHOWN_UNIT = 10n ** BigInt(SHOWN);
/** Beyond it a denominator is worth the search for a common divisor. */
const LARGE = 10n ** 60n;

/**
 * An exact fraction. A third of a share is a third here, so that a split and its inverse give back what was there; decimals of any precision
 * would not. Its denominator is positive and not always the smallest one: a sum of numbers of one scale costs one addition.
 */
export class Fraction {
  static readonly ZERO = new Fraction(0n, UNIT);

  readonly #numerator: bigint;
  readonly #denominator: bigint;

  private constructor(numerator: bigint, denominator: bigint) {
    this.#numerator = numerator;
    this.#denominator = denominator;
  }

  static of(decimal: Decimal): Fraction {
    return Fraction.parse(decimal.text);
  }

  /** Plain decimal text that was validated before, with any number of zeros at its end; or what `stored` wrote. */
  static parse(text: string): Fraction {
    const slash = text.indexOf('/');
    if (slash !== -1) return new Fraction(BigInt(text.slice(0, slash)), BigInt(text.slice(slash + 1)));
    const point = text.indexOf('.');
    if (point === -1) return new Fraction(BigInt(text) * UNIT, UNIT);
    const fraction = text.slice(point + 1);
    if (fraction.length <= SCALE) return new Fraction(BigInt(text.slice(0, point) + fraction.padEnd(SCALE, '0')), UNIT);
    return new Fraction(BigInt(text.slice(0, point) + fraction), 10n ** BigInt(fraction.length));
  }

  /** @param ratio `num:den`, both positive. */
  static ofRatio(ratio: string): Fraction {
    const [num = '', den = ''] = ratio.split(':');
    return new Fraction(BigInt(num), BigInt(den));
  }

  /** The same numbers over one denominator, so that to add them up takes no search for a common divisor. */
  static #alike(fractions: readonly Fraction[]): Fraction[] {
    const common = fractions.reduce((all, each) => commonMultiple(all, each.#denominator), 1n);
    return fractions.map((each) =>
      each.#denominator === common ? each : new Fraction(each.#numerator * (common / each.#denominator), common),
    );
  }

  /** Each times the ratio, all of them alike. */
  static timesEach(fractions: readonly Fraction[], ratio: Fraction): Fraction[] {
    const alike = Fraction.#alike(fractions);
    const [first] = alike;
    const denominator = first ? first.#denominator : 1n;
    // A ratio is small: what it has in common with large numbers is found quickly.
    const one = commonDivisor(ratio.#numerator, denominator);
    const two = alike.reduce((divisor, each) => narrowed(divisor, each.#numerator), ratio.#denominator);
    const [by, over] = [ratio.#numerator / one, (denominator / one) * (ratio.#denominator / two)];
    return alike.map((each) => new Fraction((each.#numerator / two) * by, over));
  }

  /** Of each the other one in its place, all of them alike. */
  static minusEach(fractions: readonly Fraction[], others: readonly Fraction[]): Fraction[] {
    const alike = Fraction.#alike([...fractions, ...others]);
    const subtrahends = alike.splice(fractions.length);
    return alike.map((each, n) => each.minus(subtrahends[n] ?? Fraction.ZERO));
  }

  plus(other: Fraction): Fraction {
    if (this.#denominator === other.#denominator)
      return new Fraction(this.#numerator + other.#numerator, this.#denominator);
    const common = commonMultiple(this.#denominator, other.#denominator);
    return new Fraction(
      this.#numerator * (common / this.#denominator) + other.#numerator * (common / other.#denominator),
      common,
    );
  }

  minus(other: Fraction): Fraction {
    return this.plus(other.negated());
  }

  times(other: Fraction): Fraction {
    const denominator = this.#denominator * other.#denominator;
    if (denominator <= LARGE) return new Fraction(this.#numerator * other.#numerator, denominator);
    // Crosswise, as to reduce a large number by a small one is quick, and their product by their product is not.
    const one = commonDivisor(this.#numerator, other.#denominator);
    const two = commonDivisor(other.#numerator, this.#denominator);
    return new Fraction(
      (this.#numerator / one) * (other.#numerator / two),
      (this.#denominator / two) * (other.#denominator / one),
    );
  }

  /** This times `part / whole`, as what a part of a whole costs. The whole is not zero. */
  share(part: Fraction, whole: Fraction): Fraction {
    const isOneScale = part.#denominator === whole.#denominator;
    if (isOneScale && part.#numerator === whole.#numerator) return this;
    const by = isOneScale ? whole.#numerator : whole.#numerator * part.#denominator;
    const product = this.#numerator * (isOneScale ? part.#numerator : part.#numerator * whole.#denominator);
    // Mostly it comes out even, as the whole was made of so many times a price.
    if (product % by === 0n) return new Fraction(product / by, this.#denominator);
    return by < 0n
      ? Fraction.#small(-product, -by * this.#denominator)
      : Fraction.#small(product, by * this.#denominator);
  }

  /** This in proportion to the parts, all shares alike. The sum of the parts is not zero. */
  sharedOut(parts: readonly Fraction[]): Fraction[] {
    const alike = Fraction.#alike(parts);
    const sum = alike.reduce((all, part) => all + part.#numerator, 0n);
    const divisor = alike.reduce((common, part) => narrowed(common, part.#numerator), sum < 0n ? -sum : sum);
    const whole = sum / divisor;
    const one = commonDivisor(this.#numerator, whole < 0n ? -whole : whole);
    const [by, over] = [this.#numerator / one, this.#denominator * (whole / one)];
    return alike.map((part) => Fraction.#signed((part.#numerator / divisor) * by, over));
  }

  /** The other is not zero. */
  over(other: Fraction): Fraction {
    if (this.#denominator === other.#denominator) return Fraction.#signed(this.#numerator, other.#numerator);
    return Fraction.#signed(this.#numerator * other.#denominator, other.#numerator * this.#denominator);
  }

  negated(): Fraction {
    return new Fraction(-this.#numerator, this.#denominator);
  }

  abs(): Fraction {
    return this.#numerator < 0n ? this.negated() : this;
  }

  /** Below, at or above zero when this is less than, equal to or greater than the other. */
  compare(other: Fraction): number {
    const difference =
      this.#denominator === other.#denominator
        ? this.#numerator - other.#numerator
        : this.#numerator * other.#denominator - other.#numerator * this.#denominator;
    return difference < 0n ? -1 : Number(difference > 0n);
  }

  isZero(): boolean {
    return this.#numerator === 0n;
  }

  isNegative(): boolean {
    return this.#numerator < 0n;
  }

  isPositive(): boolean {
    return this.#numerator > 0n;
  }

  /** Canonical decimal text; of what has more than 36 digits behind the point, as thirds have, the nearest (half to even). */
  toString(): string {
    const scaled = this.#numerator * SHOWN_UNIT;
    return decimalText(roundedQuotient(scaled < 0n ? -scaled : scaled, this.#denominator), this.#numerator < 0n);
  }

  toJSON(): string {
    return this.toString();
  }

  /** Text from which `parse` makes an equal one. */
  stored(): string {
    if ((this.#numerator * SHOWN_UNIT) % this.#denominator === 0n) return this.toString();
    return `${this.#numerator}/${this.#denominator}`;
  }

  static #signed(numerator: bigint, denominator: bigint): Fraction {
    return denominator < 0n ? new Fraction(-numerator, -denominator) : new Fraction(numerator, denominator);
  }

  static #small(numerator: bigint, denominator: bigint): Fraction {
    if (denominator <= LARGE) return new Fraction(numerator, denominator);
    const divisor = commonDivisor(numerator, denominator);
    return new Fraction(numerator / divisor, denominator / divisor);
  }
}

/** The greatest. The second is positive. */
function commonDivisor(one: bigint, other: bigint): bigint {
  let [larger, rest] = [one < 0n ? -one : one, other];
  while (rest !== 0n) [larger, rest] = [rest, larger % rest];
  return larger;
}

/** A divisor of the number too. */
const narrowed = (divisor: bigint, number: bigint): bigint =>
  divisor === 1n ? divisor : commonDivisor(number, divisor);

/** The least. Both are positive. */
function commonMultiple(one: bigint, other: bigint): bigint {
  if (one === other) return one;
  const [larger, smaller] = one > other ? [one, other] : [other, one];
  return larger % smaller === 0n ? larger : (larger / commonDivisor(smaller, larger)) * smaller;
}

/** Neither is negative. */
function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = 2n * (numerator - quotient * denominator);
  const isUp = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  return isUp ? quotient + 1n : quotient;
}

function decimalText(shown: bigint, isNegative: boolean): string {
  const digits = shown.toString().padStart(SHOWN + 1, '0');
  const integer = digits.slice(0, -SHOWN);
  let end = digits.length;
  while (end > integer.length && digits[end - 1] === '0') end -= 1;
  const magnitude = end === integer.length ? integer : `${integer}.${digits.slice(integer.length, end)}`;
  return isNegative && magnitude !== '0' ? `-${magnitude}` : magnitude;
}
