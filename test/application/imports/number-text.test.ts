import { expect } from 'chai';
import fc from 'fast-check';
import type { DecimalSign, NumberStyle } from '#application/imports/reading/number-shape.ts';
import { proofOf, readNumber } from '#application/imports/reading/number-text.ts';
import { quotient } from '#application/imports/reading/quotient.ts';
import { UnreadableCell } from '#application/imports/reading/unreadable-cell.ts';
import { Decimal } from '#domain/shared/decimal.ts';

function refusal(cell: string, style: NumberStyle | null): string {
  try {
    return `read as ${readNumber(cell, style)}`;
  } catch (error) {
    if (error instanceof UnreadableCell) return error.code;
    throw error;
  }
}

describe('A number in a cell', () => {
  for (const [cell, style, number] of [
    ['€3.343,11', ',', '3343.11'],
    ['€3343.11229989', '.', '3343.11229989'],
    ['-$30.93', '.', '-30.93'],
    ['$-30.93', '.', '-30.93'],
    ['-€597.49846', '.', '-597.49846'],
    ['1.234,56 €', ',', '1234.56'],
    ['USD 12', '.', '12'],
    ['12 USD', '.', '12'],
    ['US$ 1,259.59', '.', '1259.59'],
    ['CHF -1’000.50', '.', '-1000.5'],
    ["1'234.5", '.', '1234.5'],
    ['(1.00)', '.', '-1'],
    ['1.00-', '.', '-1'],
    ['\u22125', '.', '-5'],
    ['+5', '.', '5'],
    ['1 046,3825', ',', '1046.3825'],
    [' 1\u00A0757,95 ', ',', '1757.95'],
    ['1\u202F757', ',', '1757'],
    ['-4 002.00', '.', '-4002'],
    ['1.234', '.', '1.234'],
    ['1.234', ',', '1234'],
    ['1,234', '.', '1234'],
    ['1,234,567.8', '.', '1234567.8'],
    ['1.234.567', ',', '1234567'],
    ['.5', '.', '0.5'],
    ['5.', '.', '5'],
    ['007.50', '.', '7.5'],
    ['-0', '.', '0'],
    ['-0.00', '.', '0'],
    ['1.2E-7', '.', '0.00000012'],
    ['1.5e+3', '.', '1500'],
    ['2e3', ',', '2000'],
    ['(0,10)', 'either', '-0.1'],
    ['4,581.91', 'either', '4581.91'],
    ['0,76672417', 'either', '0.76672417'],
    ['1.63453043', 'either', '1.63453043'],
    ['0,039', 'either', '0.039'],
    ['1.234', 'either', '1.234'],
    ['12', null, '12'],
  ] as const) {
    it(`${JSON.stringify(cell)} is ${number}${style === null ? '' : ` with ${style}`}`, () => {
      expect(readNumber(cell, style)).to.equal(number);
    });
  }

  for (const [cell, style, code] of [
    ['1,234', 'either', 'AMBIGUOUS'],
    ['1.234', null, 'AMBIGUOUS'],
    ['1.5', null, 'AMBIGUOUS'],
    ['1,5', '.', 'INVALID_FORMAT'],
    ['1.5', ',', 'INVALID_FORMAT'],
    ['1.234.567', '.', 'INVALID_FORMAT'],
    ['1,23,456', '.', 'INVALID_FORMAT'],
    ['1.2.3', '.', 'INVALID_FORMAT'],
    ['1.234,567.8', 'either', 'INVALID_FORMAT'],
    ['1 23', '.', 'INVALID_FORMAT'],
    ['NaN', '.', 'INVALID_FORMAT'],
    ['Infinity', '.', 'INVALID_FORMAT'],
    ['0x1F', '.', 'INVALID_FORMAT'],
    ['٣', '.', 'INVALID_FORMAT'],
    ['１', '.', 'INVALID_FORMAT'],
    ['-', '.', 'INVALID_FORMAT'],
    ['--1', '.', 'INVALID_FORMAT'],
    ['(-1)', '.', 'INVALID_FORMAT'],
    ['12 shares', '.', 'INVALID_FORMAT'],
    ['2024-01-02', '.', 'INVALID_FORMAT'],
    ['1'.repeat(200), '.', 'OUT_OF_RANGE'],
    [`${'1'.repeat(200)}x`, '.', 'INVALID_FORMAT'],
    ['1e400', '.', 'OUT_OF_RANGE'],
    ['1e-400', '.', 'OUT_OF_RANGE'],
    ['0.1234567890123456789', '.', 'OUT_OF_RANGE'],
    ['123456789012345678901', '.', 'OUT_OF_RANGE'],
  ] as const) {
    it(`${JSON.stringify(cell.slice(0, 30))}${style === null ? '' : ` with ${style}`} is refused, not guessed (${code})`, () => {
      expect(refusal(cell, style)).to.equal(code);
    });
  }

  it('that is ambiguous by itself may be settled by the rest of its row', () => {
    expect(readNumber('5,416', 'either', { settle: () => ',' })).to.equal('5.416');
    expect(readNumber('5.416', 'either', { settle: () => ',' })).to.equal('5416');
  });

  it('proves its decimal sign, or proves nothing', () => {
    const proofs = [
      '1.5',
      '1,5',
      '1.234,5',
      '1,234.5',
      '1.234.567',
      '1234.567',
      '0.123',
      '1 234,567',
      '1.234',
      '12',
      'x',
    ];
    expect(proofs.map(proofOf)).to.deep.equal(['.', ',', ',', '.', ',', '.', '.', ',', 'ambiguous', 'any', null]);
  });

  it('that a broker computed may be brought to 18 digits, half to even', () => {
    expect(readNumber('€3102.3217898325970226955', '.', { rounded: true })).to.equal('3102.321789832597022696');
    expect(readNumber('0.0000000000000000005', '.', { rounded: true })).to.equal('0');
    expect(readNumber('0.0000000000000000015', '.', { rounded: true })).to.equal('0.000000000000000002');
  });

  it('is what was written, for every number and every way to write it', () => {
    const digits = (min: number, max: number) =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((all) => all.join(''));
    const written = fc.record({
      negative: fc.constantFrom('', '-', '\u2212', 'after', '()'),
      integer: digits(1, 20),
      fraction: digits(0, 18),
      sign: fc.constantFrom<DecimalSign>('.', ','),
      group: fc.constantFrom('', 'other', ' ', '\u00A0', '\u202F', "'", '’'),
      money: fc.constantFrom('', '$', '€ ', 'USD '),
    });
    fc.assert(
      fc.property(written, ({ negative, integer, fraction, sign, group, money }) => {
        const separator = group === 'other' ? (sign === '.' ? ',' : '.') : group;
        // Nobody groups digits that begin with a zero, and then `0,123` is a fraction.
        const grouped = integer.replace(/^0+(?=[0-9])/, '').replaceAll(/\B(?=(?:\d{3})+$)/g, separator);
        const bare = `${money}${grouped}${fraction === '' ? '' : sign + fraction}`;
        const cell = { after: `${bare}-`, '()': `(${bare})` }[String(negative)] ?? negative + bare;
        const wanted = Decimal.parse(`${negative === '' ? '' : '-'}${integer}${fraction === '' ? '' : `.${fraction}`}`);
        expect(readNumber(cell, sign), cell).to.equal(wanted.text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('A price that the broker does not state', () => {
  it('is exact where the division ends', () => {
    expect(quotient('7082.96', '2')).to.equal('3541.48');
    expect(quotient('-1', '8')).to.equal('-0.125');
  });

  it('is rounded half to even at the eighteenth digit where it does not', () => {
    expect(quotient('1', '3')).to.equal('0.333333333333333333');
    expect(quotient('2', '3')).to.equal('0.666666666666666667');
    expect(quotient('0.000000000000000001', '2')).to.equal('0');
    expect(quotient('0.000000000000000003', '2')).to.equal('0.000000000000000002');
  });

  it('is none for no quantity', () => {
    expect(quotient('1', '0')).to.equal(null);
  });
});
