import { expect } from 'chai';
import fc from 'fast-check';
import { DECIMAL_MAX_LENGTH, DECIMAL_PATTERN, Decimal } from '#domain/shared/decimal.ts';
import { refusalBy } from '#test/domain/refusals.ts';

const SCALE = 36;

/** The number in units of 10^-36: enough for the product of two numbers with 18 fraction digits. */
function scaled(text: string): bigint {
  const [integer = '', fraction = ''] = text.replace('-', '').split('.');
  const magnitude = BigInt(integer + fraction.padEnd(SCALE, '0'));
  return text.startsWith('-') ? -magnitude : magnitude;
}

const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''));

const plainText = fc
  .tuple(fc.constantFrom('', '-', '+'), digits(1, 20), digits(0, 18))
  .map(([sign, integer, fraction]) => sign + integer + (fraction && `.${fraction}`));
const decimal = plainText.map((text) => Decimal.parse(text));

const CANONICAL = /^(?:0|-?(?:[1-9]\d*|0(?=\.))(?:\.\d*[1-9])?)$/;

describe('A decimal', () => {
  for (const text of [
    '',
    ' ',
    '.5',
    '5.',
    '1e3',
    '1E-3',
    '--1',
    '+-1',
    '1,5',
    '1 000',
    ' 1',
    '1\n',
    'NaN',
    'Infinity',
    '٣',
    '0x1',
    '1_0',
  ]) {
    it(`is not written ${JSON.stringify(text)}`, () => {
      expect(refusalBy(() => Decimal.parse(text)).code).to.equal('INVALID_FORMAT');
    });
  }

  it('of 21 integer digits is refused, not rounded', () => {
    expect(refusalBy(() => Decimal.parse(`1${'0'.repeat(20)}`))).to.deep.equal({
      code: 'OUT_OF_RANGE',
      detail: 'A number must not have more than 20 digits before the decimal point.',
    });
  });

  it('of 19 fraction digits is refused, not rounded', () => {
    expect(refusalBy(() => Decimal.parse('0.0000000000000000001'))).to.deep.equal({
      code: 'OUT_OF_RANGE',
      detail: 'A number must not have more than 18 digits after the decimal point.',
    });
  });

  it('of a hundred thousand characters is refused for its length, before anything walks over it', () => {
    for (const text of ['1'.repeat(1e5), `0.${'0'.repeat(1e5)}1`, `${'0'.repeat(1e5)}x`]) {
      expect(refusalBy(() => Decimal.parse(text))).to.deep.equal({
        code: 'OUT_OF_RANGE',
        detail: `A number must not be longer than ${DECIMAL_MAX_LENGTH} characters.`,
      });
    }
  });

  for (const [text, canonical] of [
    ['1.50', '1.5'],
    ['+7', '7'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['007', '7'],
    ['-00.10', '-0.1'],
    ['100', '100'],
    ['1.000000000000000001', '1.000000000000000001'],
    ['99999999999999999999.999999999999999999', '99999999999999999999.999999999999999999'],
    [`${'0'.repeat(30)}12.5${'0'.repeat(30)}`, '12.5'],
  ] as const) {
    it(`written ${text} is kept as ${canonical}`, () => {
      expect(Decimal.parse(text).text).to.equal(canonical);
    });
  }

  it('goes into JSON and text as its canonical self', () => {
    const price = Decimal.parse('10.10');
    expect(JSON.stringify({ price })).to.equal('{"price":"10.1"}');
    expect(`${price}`).to.equal('10.1');
  });

  it('keeps its value when it is made canonical', () => {
    fc.assert(
      fc.property(plainText, (text) => {
        const canonical = Decimal.parse(text).text;
        expect(canonical).to.match(CANONICAL);
        expect(scaled(canonical)).to.equal(scaled(text.replace('+', '')));
        expect(Decimal.parse(canonical).text).to.equal(canonical);
      }),
    );
  });

  it('is accepted exactly when the published pattern matches', () => {
    const pattern = new RegExp(DECIMAL_PATTERN);
    const nearly = fc.oneof(
      fc
        .tuple(fc.constantFrom('', '-', '+', ' '), digits(0, 22), fc.constantFrom('', '.', ','), digits(0, 20))
        .map((parts) => parts.join('')),
      fc.string({ maxLength: DECIMAL_MAX_LENGTH }),
    );
    fc.assert(
      fc.property(nearly, (text) => {
        let accepted = true;
        try {
          Decimal.parse(text);
        } catch {
          accepted = false;
        }
        expect(pattern.test(text), text).to.equal(accepted);
      }),
    );
  });

  it('adds, subtracts, multiplies and compares as whole numbers do', () => {
    fc.assert(
      fc.property(decimal, decimal, (one, other) => {
        const [a, b] = [scaled(one.text), scaled(other.text)];
        const results = [one.plus(other), one.minus(other), one.times(other), one.negated(), one.abs()];
        for (const { text } of results) expect(text).to.match(CANONICAL);
        expect(results.map(({ text }) => scaled(text))).to.deep.equal([
          a + b,
          a - b,
          (a * b) / 10n ** BigInt(SCALE),
          -a,
          a < 0n ? -a : a,
        ]);
        expect(Math.sign(one.compare(other))).to.equal(a === b ? 0 : a < b ? -1 : 1);
        expect(one.equals(other)).to.equal(a === b);
        expect([one.isZero(), one.isNegative(), one.isPositive()]).to.deep.equal([a === 0n, a < 0n, a > 0n]);
      }),
    );
  });

  it('never rounds, however long a chain of sums and products grows', () => {
    const nines = Decimal.parse('99999999999999999999.999999999999999999');
    const ulp = Decimal.parse('0.000000000000000001');
    const eighth = nines.times(nines).times(nines).times(nines).times(nines).times(nines).times(nines).times(nines);
    expect(eighth.plus(ulp).minus(eighth).text).to.equal(ulp.text);
    expect(BigInt(eighth.text.replace('.', ''))).to.equal((10n ** 38n - 1n) ** 8n);
  });

  it('that a sum brings to zero has no sign', () => {
    expect(Decimal.parse('-1.5').plus(Decimal.parse('1.5')).text).to.equal('0');
    expect(Decimal.parse('-1').times(Decimal.ZERO).text).to.equal('0');
    expect(Decimal.ZERO.negated().text).to.equal('0');
  });

  it('is told apart by a deep comparison', () => {
    expect(Decimal.parse('1')).to.not.deep.equal(Decimal.parse('2'));
    expect(Decimal.parse('1').plus(Decimal.parse('1')).text).to.equal(Decimal.parse('2').text);
  });
});
