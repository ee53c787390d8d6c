import { Decimal } from '#domain/shared/decimal.ts';
import { hundredth } from './exact-digits.ts';
import { readNumber, type Settle } from './number-text.ts';
import { patternOf } from './pattern.ts';
import { quotient } from './quotient.ts';
import { attempt, type ReadText, type RowView, type TableBinding } from './table-binding.ts';
import type { Expression } from './template.ts';

/** A field that is a number: canonical decimal text, or null. */
export function bindNumber(expression: Expression, table: TableBinding): ReadText {
  if (typeof expression === 'string') return table.number(expression);
  if ('capture' in expression) return bindCapturedNumber(expression, table);
  if ('rounded' in expression) return table.number(expression.rounded, { rounded: true });
  if ('abs' in expression) return mapped(bindNumber(expression.abs, table), (text) => text.replace('-', ''));
  if ('negate' in expression) return mapped(bindNumber(expression.negate, table), negated);
  if ('first' in expression) return firstOf(expression.first.map((each) => bindNumber(each, table)));
  if ('sum' in expression) return sumOf(expression.sum.map((each) => bindNumber(each, table)));
  if ('quotient' in expression) {
    const [top, bottom] = expression.quotient.map((each) => bindNumber(each, table));
    return quotientOf(top ?? nothing, bottom ?? nothing, columnOf(expression, table));
  }
  if ('hundredth' in expression) {
    return hundredthOf(bindNumber(expression.hundredth, table), columnOf(expression, table));
  }
  return bindText(expression, table);
}

/** A field that is text: the cell as it is, or null. */
export function bindText(expression: Expression, table: TableBinding): ReadText {
  if (typeof expression === 'string') return table.text(expression);
  if ('constant' in expression) return () => expression.constant;
  if ('first' in expression) return firstOf(expression.first.map((each) => bindText(each, table)));
  if ('capture' in expression) return captured(expression.capture, table.text(expression.from));
  if ('text' in expression) return sentence(expression.text, table);
  return bindNumber(expression, table);
}

/** The column of the file that a complaint about the expression belongs to: the first that it reads. */
export function columnOf(expression: Expression, table: TableBinding): string | null {
  if (typeof expression === 'string') return table.columnOf(expression);
  if ('capture' in expression) return table.columnOf(expression.from);
  if ('rounded' in expression) return table.columnOf(expression.rounded);
  if ('constant' in expression || 'text' in expression) return null;
  const parts = Object.values(expression).flat();
  return parts.map((part) => columnOf(part, table)).find((column) => column !== null) ?? null;
}

const nothing: ReadText = () => null;
const negated = (text: string): string => (text === '0' ? text : text.startsWith('-') ? text.slice(1) : `-${text}`);

function mapped(read: ReadText, change: (text: string) => string): ReadText {
  return (row) => {
    const text = read(row);
    return text === null ? null : change(text);
  };
}

function firstOf(reads: readonly ReadText[]): ReadText {
  return (row) => {
    for (const read of reads) {
      const text = read(row);
      if (text !== null) return text;
    }
    return null;
  };
}

function sumOf(reads: readonly ReadText[]): ReadText {
  return (row) => {
    const parts = reads.map((read) => read(row)).filter((part) => part !== null);
    return parts.length === 0 ? null : parts.reduce((sum, part) => sum.plus(Decimal.parse(part)), Decimal.ZERO).text;
  };
}

function quotientOf(top: ReadText, bottom: ReadText, column: string | null): ReadText {
  return (row) => {
    const [dividend, divisor] = [top(row), bottom(row)];
    return dividend === null || divisor === null ? null : attemptOrNull(row, column, () => quotient(dividend, divisor));
  };
}

function hundredthOf(read: ReadText, column: string | null): ReadText {
  return (row) => {
    const text = read(row);
    if (text === null) return null;
    return attempt(row, column, () => hundredth(text));
  };
}

const attemptOrNull = (row: RowView, column: string | null, read: () => string | null): string | null =>
  attempt(row, column, () => read() ?? '') || null;

function captured(pattern: string, read: ReadText): ReadText {
  const match = patternOf(pattern);
  return (row) => {
    const cell = read(row);
    return (cell === null ? undefined : match(cell)?.[1]) ?? null;
  };
}

type Capture = Extract<Expression, { readonly capture: string }>;

function bindCapturedNumber({ capture, from, number, near }: Capture, table: TableBinding): ReadText {
  const read = captured(capture, table.text(from));
  const target = near === undefined ? nothing : bindNumber(near, table);
  const column = table.columnOf(from);
  return (row) => {
    const text = read(row);
    if (text === null) return null;
    return attempt(row, column, () => readNumber(text, number ?? null, { settle: nearest(() => target(row)) }));
  };
}

/** The reading that is closer to what the rest of the row comes to: the two are a factor of a thousand apart. */
function nearest(target: () => string | null): Settle {
  return (withPoint, withComma) => {
    const wanted = target();
    if (wanted === null) return null;
    const off = (text: string): Decimal => Decimal.parse(text).minus(Decimal.parse(wanted)).abs();
    return off(withPoint).compare(off(withComma)) <= 0 ? '.' : ',';
  };
}

function sentence(template: string, table: TableBinding): ReadText {
  const pieces = template.split(/\{([^}]*)\}/).map((piece, index) => (index % 2 === 0 ? piece : table.text(piece)));
  return (row) => {
    let text = '';
    for (const piece of pieces) {
      const part = typeof piece === 'string' ? piece : piece(row);
      if (part === null) return null;
      text += part;
    }
    return text;
  };
}
