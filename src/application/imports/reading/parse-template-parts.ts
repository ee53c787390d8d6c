import { NUMBER_STYLES } from './number-shape.ts';
import { patternOf } from './pattern.ts';
import type { Plain } from './plain-json.ts';
import {
  type Condition,
  type Conditions,
  type Expression,
  type FieldSet,
  TEMPLATE_FIELDS,
  type TemplateField,
} from './template.ts';

type Known = ReadonlySet<string>;

/** Throws an Error with the place, as do all here. */
export function parseConditions(plain: Plain, known: Known): Conditions {
  return plain.record((condition) => parseCondition(condition, known), known);
}

function parseCondition(plain: Plain, known: Known): Condition {
  if (plain.isText()) return plain.text();
  if (plain.isList()) return plain.list((each) => each.text());
  const [key] = plain.keys();
  plain.only([key ?? '']);
  if (key === 'matches') return { matches: pattern(plain.at(key)) };
  if (key === 'empty') return { empty: plain.at(key).flag() };
  if (key === 'sign') return { sign: plain.at(key).oneOf(['+', '-', '0', 'not 0']) };
  if (key === 'same') return { same: plain.at(key).oneOf([...known]) };
  if (key === 'differs') return { differs: plain.at(key).oneOf([...known]) };
  throw plain.wrong('this is no condition');
}

export function parseFieldSet(plain: Plain, known: Known): FieldSet {
  const fields: { [Field in TemplateField]?: Expression | null } = {};
  for (const key of plain.only(TEMPLATE_FIELDS).keys()) {
    const field = TEMPLATE_FIELDS.find((each) => each === key);
    const value = plain.at(key);
    if (field !== undefined) fields[field] = value.isNull() ? null : parseExpression(value, known);
  }
  return fields;
}

function parseExpression(plain: Plain, known: Known): Expression {
  const within = (key: string): Expression => parseExpression(plain.at(key), known);
  const all = (key: string): Expression[] => plain.at(key).list((each) => parseExpression(each, known));
  if (plain.isText()) return plain.oneOf([...known]);
  if (plain.has('capture')) return parseCapture(plain.only(['capture', 'from', 'number', 'near']), known);
  const [key] = plain.keys();
  plain.only([key ?? '']);
  if (key === 'constant') return { constant: plain.at(key).text() };
  if (key === 'first') return { first: all(key) };
  if (key === 'abs') return { abs: within(key) };
  if (key === 'negate') return { negate: within(key) };
  if (key === 'rounded') return { rounded: plain.at(key).oneOf([...known]) };
  if (key === 'sum') return { sum: all(key) };
  if (key === 'quotient') return { quotient: pair(plain, all(key)) };
  if (key === 'hundredth') return { hundredth: within(key) };
  if (key === 'text') return { text: sentence(plain.at(key), known) };
  throw plain.wrong('this is no expression');
}

function parseCapture(plain: Plain, known: Known): Expression {
  return {
    capture: pattern(plain.at('capture')),
    from: plain.at('from').oneOf([...known]),
    ...plain.at('number').optional({}, (style) => ({ number: style.oneOf(NUMBER_STYLES) })),
    ...plain.at('near').optional({}, (near) => ({ near: parseExpression(near, known) })),
  };
}

function pair(plain: Plain, [first, second, more]: readonly Expression[]): readonly [Expression, Expression] {
  if (first === undefined || second === undefined || more !== undefined) throw plain.wrong('two are wanted');
  return [first, second];
}

function sentence(plain: Plain, known: Known): string {
  const text = plain.text();
  for (const [, name = ''] of text.matchAll(/\{([^}]*)\}/g)) {
    if (!known.has(name)) throw plain.wrong(`there is no column ${name}`);
  }
  return text;
}

function pattern(plain: Plain): string {
  const text = plain.text();
  try {
    patternOf(text);
  } catch (error) {
    throw plain.wrong(String(error));
  }
  return text;
}
