import { bindConditions, type Holds } from './bind-conditions.ts';
import { type BuildOperation, bindOperation, type OperationFrame } from './bind-operation.ts';
import type { Header } from './header.ts';
import { type Mapping, NUMBER_FIELDS } from './mapping.ts';
import { numberStyleOf } from './number-style.ts';
import { withSignOfType } from './payment-sign.ts';
import type { RowReader, RowReading } from './row-reader.ts';
import { type RowView, TableBinding } from './table-binding.ts';
import type { OperationRule, Rule, Template } from './template.ts';
import { TypeMeanings } from './type-meanings.ts';

type BoundRule = { readonly holds: Holds; readonly read: (row: RowView) => RowReading };

/** Rows of a broker's export, by its template and by what the mapping says instead. */
export function templateReader(template: Template, mapping: Mapping, header: Header): RowReader {
  const table = new TableBinding(header, mapping.columns, numberStyleOf(mapping), template.empty);
  const frame: Frame = {
    dates: { order: mapping.dateOrder, timeZone: mapping.timeZone },
    source: mapping.source,
    typeColumn: table.columnOf(template.type),
    currency: mapping.currency,
  };
  const rules = template.rules.map((rule) => bindRule(rule, table, frame));
  const typeOf = table.text(template.type);
  const corrected = correctedRules(template, table, mapping.payments, frame);
  const meanings = new TypeMeanings(mapping.types);
  const id = template.id === null ? () => null : table.text(template.id.column);
  return {
    read(row) {
      const type = typeOf(row);
      const meaning = type === null ? null : meanings.of(type);
      if (meaning === 'ignore') return { ignored: 'Its type is left out, as the mapping says.' };
      if (meaning !== null) return corrected(meaning)(row);
      for (const rule of rules) if (rule.holds(row)) return rule.read(row);
      const detail = `The template of ${template.title} does not know a row such as this.`;
      return { problem: { column: table.columnOf(template.type), code: 'UNKNOWN_TYPE', detail } };
    },
    idOf: id,
    uniqueId: template.id?.unique ?? false,
    trimmed: true,
    needed: Object.keys(template.columns)
      .filter((column) => !template.optional.includes(column))
      .map((column) => table.indexOf(column)),
  };
}

type Frame = OperationFrame & Pick<Mapping, 'currency'>;

function bindRule(rule: Rule, table: TableBinding, frame: Frame): BoundRule {
  const holds = bindConditions(rule.when, table);
  if ('ignore' in rule) {
    const reading = { ignored: rule.ignore };
    return { holds, read: () => reading };
  }
  if ('problem' in rule) {
    const reading = { problem: { ...rule.problem, column: table.columnOf(rule.problem.column) } };
    return { holds, read: () => reading };
  }
  const operations = rule.operations.map((each) => bindOperationRule(each, table, frame));
  return {
    holds,
    read: (row) => ({ built: operations.filter((each) => each.holds(row)).map((each) => each.build(row)) }),
  };
}

type BoundOperation = { readonly holds: Holds; readonly build: BuildOperation };

function bindOperationRule(rule: OperationRule, table: TableBinding, frame: Frame): BoundOperation {
  const bare = bindOperation(rule.type, rule.fields, table, frame);
  return { holds: bindConditions(rule.when, table), build: withCurrency(bare, frame) };
}

/** A row that has money and no currency is in that of the mapping. */
function withCurrency(build: BuildOperation, { currency }: Frame): BuildOperation {
  if (currency === null) return build;
  return (row) => {
    const built = build(row);
    return built.draft.currency === undefined ? { ...built, draft: { ...built.draft, currency } } : built;
  };
}

/** For types that a person has said: one operation, with the fields that such a type has. */
function correctedRules(template: Template, table: TableBinding, payments: Mapping['payments'], frame: Frame) {
  const bound = new Map<string, (row: RowView) => RowReading>();
  return (type: OperationRule['type']) => {
    const known = bound.get(type);
    if (known !== undefined) return known;
    const { build } = bindOperationRule({ when: {}, type, fields: fieldsFor(type, template) }, table, frame);
    const read = (row: RowView): RowReading => ({ built: [withSignOfType(build(row), payments)] });
    bound.set(type, read);
    return read;
  };
}

const MOVING: ReadonlySet<string> = new Set(['buy', 'sell', 'transfer_in', 'transfer_out', 'redemption']);

/** Cash has no quantity, and only a trade or a transfer has a price. */
function fieldsFor(type: OperationRule['type'], { corrected }: Template): Template['corrected'] {
  if (MOVING.has(type)) return corrected;
  const cash = Object.entries(corrected).filter(
    ([field]) => field === 'payment' || !NUMBER_FIELDS.some((number) => number === field),
  );
  return Object.fromEntries(cash);
}
