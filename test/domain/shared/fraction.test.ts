import { expect } from 'chai';
import fc from 'fast-check';
import { Fraction } from '#domain/shared/fraction.ts';

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat({ max: 18 }))
  .map(([digits, places]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
    const magnitude = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
    return digits < 0n ? `-${magnitude}` : magnitude;
  });
const whole = fc.bigInt({ min: 1n, max: 10n ** 18n });
const fractions = fc.oneof(
  decimals.map((text) => Fraction.parse(text)),
  fc
    .tuple(decimals, whole, whole)
    .map(([text, num, den]) => Fraction.parse(text).times(Fraction.ofRatio(`${num}:${den}`))),
);
const notZero = fractions.filter((fraction) => !fraction.isZero());

function isSame(one: Fraction, other: Fraction): void {
  expect(one.compare(other)).to.equal(0);
}

describe('A fraction', () => {
  for (const [text, canonical] of [
    ['10', '10'],
    ['10.000000000000000000', '10'],
    ['-0.50', '-0.5'],
    ['-0.000', '0'],
    ['0.000000000000000000000000000000000001', '0.000000000000000000000000000000000001'],
    ['99999999999999999999.999999999999999999', '99999999999999999999.999999999999999999'],
  ] as const) {
    it(`is shown as canonical text: ${text}`, () => {
      expect(Fraction.parse(text).toString()).to.equal(canonical);
    });
  }

  it('that is no decimal is shown to 36 digits, the nearest, and half to even', () => {
    expect(Fraction.ofRatio('1:3').toString()).to.equal(`0.${'3'.repeat(36)}`);
    expect(Fraction.ofRatio('2:3').toString()).to.equal(`0.${'6'.repeat(35)}7`);
    const half = Fraction.parse(`0.${'0'.repeat(36)}5`);
    expect(half.toString()).to.equal('0');
    expect(half.times(Fraction.parse('3')).toString()).to.equal(`0.${'0'.repeat(35)}2`);
    expect(half.negated().toString()).to.equal('0');
  });

  it('is exact: what is taken apart comes together again', () => {
    fc.assert(
      fc.property(fractions, notZero, notZero, (one, two, three) => {
        isSame(one.plus(two).minus(two), one);
        isSame(one.times(two).over(two), one);
        isSame(one.share(two, three).share(three, two), one);
        isSame(one.plus(two).times(three), one.times(three).plus(two.times(three)));
        expect(one.negated().plus(one).isZero()).to.equal(true);
      }),
      { numRuns: 150 },
    );
  });

  it('comes to the same with others at once as alone', () => {
    const some = fc.array(fc.tuple(fractions, fractions), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(some, fractions, whole, whole, (pairs, amount, num, den) => {
        const [ones, others] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
        const ratio = Fraction.ofRatio(`${num}:${den}`);
        const scaled = Fraction.timesEach(ones, ratio);
        const differences = Fraction.minusEach(ones, others);
        for (const [n, [one, other]] of pairs.entries()) {
          isSame(scaled[n] ?? ratio, one.times(ratio));
          isSame(differences[n] ?? ratio, one.minus(other));
        }
        const sum = ones.reduce((all, one) => all.plus(one));
        if (sum.isZero()) return;
        const shares = amount.sharedOut(ones);
        isSame(
          shares.reduce((all, share) => all.plus(share)),
          amount,
        );
        for (const [n, one] of ones.entries()) isSame(shares[n] ?? ratio, amount.share(one, sum));
      }),
      { numRuns: 150 },
    );
  });

  it('is stored as text from which it comes back', () => {
    fc.assert(
      fc.property(fractions, (fraction) => isSame(Fraction.parse(fraction.stored()), fraction)),
      { numRuns: 150 },
    );
  });

  it('has an order and a sign', () => {
    fc.assert(
      fc.property(fractions, fractions, (one, other) => {
        const difference = one.minus(other);
        expect(one.compare(other)).to.equal(difference.isZero() ? 0 : difference.isNegative() ? -1 : 1);
        expect(difference.isPositive()).to.equal(one.compare(other) > 0);
        expect(difference.abs().isNegative()).to.equal(false);
      }),
      { numRuns: 150 },
    );
  });
});
