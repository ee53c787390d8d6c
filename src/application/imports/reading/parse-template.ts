import { parseTimeZone } from '#domain/identity/time-zone.ts';
import { OPERATION_TYPES } from '#domain/ledger/operation-type.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { DATE_ORDERS } from './date-shape.ts';
import { NUMBER_STYLES } from './number-shape.ts';
import { parseConditions, parseFieldSet } from './parse-template-parts.ts';
import { Plain } from './plain-json.ts';
import type { OperationRule, Rule, Template } from './template.ts';

/** A template as it stands in its file; its `comment` is for people. Throws an Error that says where it is wrong: it is a fault of the program, not of a user. */
export function parseTemplate(json: unknown): Template {
  const file = new Plain(json, 'template');
  const name = file.at('name').text();
  const root = new Plain(json, name).only(KEYS);
  const columns = root.at('columns').record((names) => names.list((each) => each.text()));
  const known = new Set(Object.keys(columns));
  const column = (plain: Plain): string => plain.oneOf([...known]);
  const sets = root.at('sets').optional({}, (all) => all.record((set) => parseFieldSet(set, known)));
  const fields = parseFieldSet(root.at('fields'), known);
  return {
    name,
    title: root.at('title').text(),
    source: root.at('source').text(),
    columns,
    optional: root.at('optional').optional([], (list) => list.list(column)),
    empty: root.at('empty').optional([], (list) => list.list((each) => each.text())),
    decimal: parseChoice(NUMBER_STYLES, root.at('decimal').text()),
    decimals: root
      .at('decimals')
      .optional({}, (all) => all.record((each) => parseChoice(NUMBER_STYLES, each.text()), known)),
    dateOrder: root.at('dateOrder').optional(null, (order) => parseChoice(DATE_ORDERS, order.text())),
    timeZone: parseTimeZone(root.at('timeZone').text()),
    type: column(root.at('type')),
    id: root.at('id').optional(null, (id) => ({ column: column(id.at('column')), unique: id.at('unique').flag() })),
    fields,
    sets,
    corrected: { ...fields, ...parseFieldSet(root.at('corrected'), known) },
    rules: root.at('rules').list((rule) => parseRule(rule, known, fields, sets)),
  };
}

const KEYS = [
  'comment',
  'name',
  'title',
  'source',
  'columns',
  'optional',
  'empty',
  'decimal',
  'decimals',
  'dateOrder',
  'timeZone',
  'type',
  'id',
  'fields',
  'sets',
  'corrected',
  'rules',
];

type Sets = Template['sets'];

function parseRule(plain: Plain, known: ReadonlySet<string>, fields: Template['fields'], sets: Sets): Rule {
  const when = parseConditions(plain.at('when'), known);
  if (plain.has('ignore')) return { when, ignore: plain.only(['when', 'ignore']).at('ignore').text() };
  if (plain.has('problem')) {
    const problem = plain.only(['when', 'problem']).at('problem');
    const column = problem.at('column').oneOf([...known]);
    return { when, problem: { column, code: 'BROKEN_ROW', detail: problem.at('detail').text() } };
  }
  if (plain.has('operations')) {
    const operations = plain.only(['when', 'operations']).at('operations');
    return { when, operations: operations.list((each) => parseOperation(each, known, fields, sets)) };
  }
  const only = parseOperation(plain, known, fields, sets);
  return { when, operations: [{ ...only, when: {} }] };
}

function parseOperation(
  plain: Plain,
  known: ReadonlySet<string>,
  fields: Template['fields'],
  sets: Sets,
): OperationRule {
  const at = (key: string): Plain => plain.only(['when', 'type', 'use', 'set']).at(key);
  const used = at('use').optional([], (list) => list.list((each) => sets[each.oneOf(Object.keys(sets))] ?? {}));
  const own = at('set').optional({}, (set) => parseFieldSet(set, known));
  return {
    when: at('when').optional({}, (when) => parseConditions(when, known)),
    type: parseChoice(OPERATION_TYPES, at('type').text()),
    fields: Object.assign({}, fields, ...used, own),
  };
}
