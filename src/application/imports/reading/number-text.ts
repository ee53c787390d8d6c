import { canonical, shifted } from './exact-digits.ts';
import { type DecimalSign, isPlainNumber, type NumberShape, type NumberStyle, numberShape } from './number-shape.ts';
import { roundedTo18 } from './quotient.ts';
import { quoted, UnreadableCell } from './unreadable-cell.ts';

/**
 * What a cell proves about the decimal sign: one of the two; `any` when it reads the same either way; `ambiguous` when it is one
 * separator before exactly three digits, as in `1.234`; null when it is no number under either.
 */
export type NumberProof = DecimalSign | 'any' | 'ambiguous' | null;

export function proofOf(cell: string): NumberProof {
  const shape = numberShape(cell);
  return shape === null ? null : proofOfShape(shape);
}

function proofOfShape({ body, spaced }: NumberShape): NumberProof {
  const point = body.lastIndexOf('.');
  const comma = body.lastIndexOf(',');
  if (point === -1 && comma === -1) return 'any';
  const last: DecimalSign = point > comma ? '.' : ',';
  const other: DecimalSign = last === '.' ? ',' : '.';
  const single = body.indexOf(last) === body.lastIndexOf(last);
  if (body.includes(other)) return single && isGrouped(body.slice(0, body.indexOf(last)), other) ? last : null;
  // Several of one kind are groups, and the other one is the decimal sign.
  if (!single) return isGrouped(body, last) ? other : null;
  const at = body.indexOf(last);
  const ambiguous = !spaced && body.length - at - 1 === 3 && at >= 1 && at <= 3 && body[0] !== '0';
  return ambiguous ? 'ambiguous' : last;
}

/** `1.234.567`: a first group of one to three digits, then groups of three. */
function isGrouped(digits: string, separator: DecimalSign): boolean {
  const [first = '', ...rest] = digits.split(separator);
  return first.length >= 1 && first.length <= 3 && rest.length > 0 && rest.every((group) => group.length === 3);
}

/** Which of the two readings of an ambiguous cell is meant, where something else in the row tells. */
export type Settle = (withPoint: string, withComma: string) => DecimalSign | null;

export type NumberOptions = {
  readonly settle?: Settle;
  /** Rounds half-even to 18 digits after the point: where a broker writes out a quotient that it computed, never elsewhere. */
  readonly rounded?: boolean;
};

/**
 * The number of a cell as canonical decimal text, exact. A style of null is a column of which nothing is known: then only what reads
 * the same either way is read.
 *
 * `either` is by the cell alone. What proves nothing there is taken for a point (`1.234`), which these brokers write by themselves
 * and which their spreadsheet program turned into a comma in some cells; with a comma (`1,234`) it is refused, unless `settle` knows.
 * Throws UnreadableCell.
 */
export function readNumber(cell: string, style: NumberStyle | null, options: NumberOptions = {}): string {
  if (style === '.' && options.rounded !== true && isPlainNumber(cell)) return plain(cell);
  const shape = numberShape(cell);
  if (shape === null) throw noNumber(cell);
  const proof = proofOfShape(shape);
  if (proof === null) throw noNumber(cell);
  if (proof === 'any') return numberOf(shape, '.', options);
  if (style === null) throw ambiguous(cell, 'and nothing says which of the two its column means');
  if (style !== 'either') {
    if (proof !== 'ambiguous' && proof !== style) throw contradicting(cell, style);
    return numberOf(shape, style, options);
  }
  return numberOf(shape, proof === 'ambiguous' ? settled(cell, shape, options) : proof, options);
}

function settled(cell: string, shape: NumberShape, { settle }: NumberOptions): DecimalSign {
  const sign = settle?.(numberOf(shape, '.', {}), numberOf(shape, ',', {})) ?? (shape.body.includes('.') ? '.' : null);
  if (sign === null) throw ambiguous(cell, 'and nothing in the row says which');
  return sign;
}

function numberOf({ negative, body, exponent }: NumberShape, sign: DecimalSign, { rounded }: NumberOptions): string {
  const at = body.indexOf(sign);
  const integer = (at === -1 ? body : body.slice(0, at)).replaceAll(/[.,]/g, '');
  const fraction = at === -1 ? '' : body.slice(at + 1);
  const [whole, part] = exponent === 0 ? [integer, fraction] : shifted(integer, fraction, exponent);
  return rounded === true ? roundedTo18(negative, whole, part) : canonical(negative, whole, part);
}

function plain(cell: string): string {
  const negative = cell.charCodeAt(0) === 45;
  const at = cell.indexOf('.');
  const start = negative ? 1 : 0;
  return at === -1
    ? canonical(negative, cell.slice(start), '')
    : canonical(negative, cell.slice(start, at), cell.slice(at + 1));
}

const noNumber = (cell: string): UnreadableCell =>
  new UnreadableCell('INVALID_FORMAT', `${quoted(cell)} is not a number.`);

const contradicting = (cell: string, style: DecimalSign): UnreadableCell =>
  new UnreadableCell(
    'INVALID_FORMAT',
    `${quoted(cell)} is not a number whose decimal sign is the ${style === '.' ? 'point' : 'comma'}, as its column has it.`,
  );

const ambiguous = (cell: string, why: string): UnreadableCell =>
  new UnreadableCell('AMBIGUOUS', `${quoted(cell)} may be thousands or a fraction, ${why}.`);
