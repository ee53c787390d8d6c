import { parseTimeZone } from '#domain/identity/time-zone.ts';
import { parseCurrency } from '#domain/ledger/currency.ts';
import { OPERATION_LIMITS } from '#domain/ledger/operation-reading.ts';
import { parseOperationType } from '#domain/ledger/operation-type.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';
import { camelCase } from '#domain/shared/letter-case.ts';
import { parseText } from '#domain/shared/text.ts';
import type { Violation } from '#domain/shared/violation.ts';
import { DATE_ORDERS } from './date-shape.ts';
import { ENCODINGS } from './encoding.ts';
import { FILE_FORMATS, MAPPED_FIELDS, type Mapping, OWN_TEMPLATE, type TypeMeaning } from './mapping.ts';
import { NUMBER_STYLES } from './number-shape.ts';
import { DELIMITERS } from './record.ts';
import { TEMPLATES, templateNamed } from './templates.ts';

const MAX_HEADER_LINE = 1_000;
const MAX_ENTRIES = 1_000;
const MAX_NAME_LENGTH = 500;

type Plain = { [Key in keyof Mapping]?: unknown };

/**
 * A mapping with a person's correction laid over it, as JSON merge patch has it: what is left out stays, null clears, and `columns`, `types` and
 * `decimals` are patched key by key. Throws InvalidFields with every violation at once; the field of one within is `types/Sälj`.
 *
 * Another template, format, encoding, delimiter or header line makes other columns: then the file is inspected anew with all corrections
 * as hints.
 */
export function parseMapping(patch: unknown, current: Mapping): Mapping {
  const violations: Violation[] = [];
  if (!isObject(patch))
    throw new InvalidFields([{ field: '', code: 'INVALID_TYPE', detail: 'A mapping is a JSON object.' }]);
  const template = Object.hasOwn(patch, 'template') ? patch['template'] : current.template;
  const next: Record<string, unknown> = { ...current };
  for (const [key, value] of Object.entries(patch)) {
    const rule = Object.hasOwn(RULES, key) ? RULES[key as keyof Mapping] : undefined;
    if (rule === undefined) {
      violations.push({ field: key, code: 'UNKNOWN_FIELD', detail: 'A mapping has no such field.' });
      continue;
    }
    collect(violations, key, () => {
      next[key] = rule(value, { violations, kept: current[key as keyof Mapping], template });
    });
  }
  if (violations.length > 0) throw new InvalidFields(violations);
  return next as Mapping;
}

type Within = { readonly violations: Violation[]; readonly kept: unknown; readonly template: unknown };
type ReadValue = (value: unknown, within: Within) => unknown;

const RULES: { readonly [Key in keyof Mapping]: ReadValue } = {
  format: (value) => parseChoice(FILE_FORMATS, textOf(value)),
  template: orNull((value) => parseChoice([OWN_TEMPLATE, ...TEMPLATES.map(({ name }) => name)], textOf(value))),
  encoding: (value) => parseChoice(ENCODINGS, textOf(value)),
  delimiter: orNull((value) => parseChoice(DELIMITERS, textOf(value))),
  headerLine: (value) => lineOf(value),
  decimal: orNull(styleOf),
  decimals: entriesOf('decimals', (key) => nameOf(key), styleOf),
  dateOrder: orNull((value) => parseChoice(DATE_ORDERS, textOf(value))),
  timeZone: (value) => parseTimeZone(textOf(value)),
  columns: entriesOf('columns', fieldOf, (value) => nameOf(textOf(value))),
  types: entriesOf('types', (key) => nameOf(key), meaningOf),
  currency: orNull((value) => parseCurrency(textOf(value))),
  source: (value) => parseText(textOf(value), { min: 1, max: OPERATION_LIMITS.source }),
  direction: (value) => parseChoice(['type', 'sign'], textOf(value)),
  payments: (value) => parseChoice(['signed', 'unsigned'], textOf(value)),
};

function orNull(read: (value: unknown) => unknown): ReadValue {
  return (value) => (value === null ? null : read(value));
}

/** A record patched key by key. */
function entriesOf(
  field: keyof Mapping,
  readKey: (key: string, within: Within) => string,
  readValue: (value: unknown) => unknown,
): ReadValue {
  return (value, within) => {
    if (value === null) return {};
    if (!isObject(value)) throw new InvalidValue('INVALID_TYPE', 'A JSON object is wanted here.');
    const kept = new Map<string, unknown>(isObject(within.kept) ? Object.entries(within.kept) : []);
    for (const [key, each] of Object.entries(value)) {
      collect(within.violations, `${field}/${key}`, () => {
        const name = readKey(key, within);
        if (each === null) kept.delete(name);
        else kept.set(name, readValue(each));
      });
    }
    if (kept.size > MAX_ENTRIES) throw new InvalidValue('TOO_MANY', `There must not be more than ${MAX_ENTRIES}.`);
    return Object.fromEntries(kept);
  };
}

/** A field of an operation, also by its wire name; with a template, a column of the template. */
function fieldOf(key: string, { template }: Within): string {
  const broker = typeof template === 'string' ? templateNamed(template) : null;
  const known: readonly string[] = broker === null ? MAPPED_FIELDS : Object.keys(broker.columns);
  const name = camelCase(key);
  if (known.includes(name)) return name;
  throw new InvalidValue('UNKNOWN_FIELD', `This must be one of ${known.join(', ')}.`);
}

function meaningOf(value: unknown): TypeMeaning {
  const text = textOf(value);
  return text === 'ignore' ? text : parseOperationType(text);
}

function styleOf(value: unknown): string {
  return parseChoice(NUMBER_STYLES, textOf(value));
}

function lineOf(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MAX_HEADER_LINE) return value;
  throw new InvalidValue('OUT_OF_RANGE', `A line is a whole number from 0, for no header, to ${MAX_HEADER_LINE}.`);
}

function nameOf(text: string): string {
  return parseText(text, { min: 1, max: MAX_NAME_LENGTH });
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new InvalidValue('INVALID_TYPE', 'A text is wanted here.');
  return value;
}

function collect(violations: Violation[], field: string, read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    violations.push(error.at(field));
  }
}

const isObject = (value: unknown): value is Plain & Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
