/** Which character parts a column's fractions; `either` is each cell by itself, for brokers whose columns mix both. */
export const DECIMAL_SIGNS = ['.', ','] as const;
export type DecimalSign = (typeof DECIMAL_SIGNS)[number];
export const NUMBER_STYLES = ['.', ',', 'either'] as const;
export type NumberStyle = (typeof NUMBER_STYLES)[number];

/** The digits of a cell with their points and commas, what groups them by spaces or apostrophes already gone. */
export type NumberShape = {
  readonly negative: boolean;
  readonly body: string;
  /** Of scientific notation; 0 without. */
  readonly exponent: number;
  /** Groups were parted by spaces or apostrophes: then a point or comma is the decimal sign. */
  readonly spaced: boolean;
};

const PLAIN = /^-?[0-9]+(?:\.[0-9]+)?$/;
const EDGES = /^[\s\u00A0\u202F]+|[\s\u00A0\u202F]+$/g;
/** A currency sign, also one such as `US$`, or a code: before the digits or after them. */
const MONEY = /^(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3})|(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3,5}|GBp|kr)$/u;
const SIGN_BEFORE = /^[-+\u2212]/;
const SIGN_AFTER = /[-\u2212]$/;
const GROUPED = /[ \u00A0\u202F'’]/;
const SPACED = /^[0-9]{1,3}(?:[ \u00A0\u202F'’][0-9]{3})+(?:[.,][0-9]+)?$/;
const BODY = /^[0-9]*(?:[.,][0-9]+)*[.,]?$/;
const SCIENTIFIC = /^([0-9]+(?:[.,][0-9]+)?)[eE]([+-]?[0-9]{1,3})$/;

/** Longer than any number that could be kept, and short enough for every pattern here. */
const MAX_LENGTH = 100;

/** True for canonical-looking numbers with a point, which need no shape. */
export const isPlainNumber = (text: string): boolean => PLAIN.test(text);

/**
 * What a cell says, before it is known which character is its decimal sign; null when it is no number. A sign may stand before or
 * after the digits, before or after a currency sign or code, or be parentheses around it all.
 */
export function numberShape(cell: string): NumberShape | null {
  if (cell.length > MAX_LENGTH) return null;
  let text = cell.replace(EDGES, '');
  let signs = 0;
  let negative = false;
  if (text.startsWith('(') && text.endsWith(')')) {
    negative = true;
    signs += 1;
    text = text.slice(1, -1);
  }
  // Each turn takes one thing away: a sign, or a currency, in whatever order they stand.
  for (let turn = 0; turn < 4; turn += 1) {
    text = text.replace(EDGES, '');
    const sign = SIGN_BEFORE.exec(text)?.[0] ?? SIGN_AFTER.exec(text)?.[0];
    if (sign === undefined) {
      text = text.replace(MONEY, '');
      continue;
    }
    signs += 1;
    negative = sign !== '+';
    text = SIGN_BEFORE.test(text) ? text.slice(1) : text.slice(0, -1);
  }
  if (signs > 1) return null;
  return shapeOfDigits(text.replace(EDGES, ''), negative);
}

function shapeOfDigits(text: string, negative: boolean): NumberShape | null {
  const scientific = SCIENTIFIC.exec(text);
  if (scientific !== null) {
    return { negative, body: scientific[1] ?? '', exponent: Number(scientific[2]), spaced: true };
  }
  const spaced = GROUPED.test(text);
  if (spaced && !SPACED.test(text)) return null;
  const body = spaced ? text.replaceAll(/[ \u00A0\u202F'’]/g, '') : text;
  if (!BODY.test(body) || !/[0-9]/.test(body)) return null;
  return { negative, body, exponent: 0, spaced };
}
