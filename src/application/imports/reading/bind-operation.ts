import type { OperationDraft, OperationField } from '#domain/ledger/operation-draft.ts';
import type { OperationType } from '#domain/ledger/operation-type.ts';
import { onOneLine } from '#domain/shared/text.ts';
import { bindNumber, bindText, columnOf } from './bind-expression.ts';
import { type DateReading, readDate } from './date-text.ts';
import { NUMBER_FIELDS } from './mapping.ts';
import { attempt, type ReadText, type RowView, type TableBinding } from './table-binding.ts';
import { type FieldSet, TEMPLATE_FIELDS, type TemplateField } from './template.ts';

export type BuiltOperation = {
  readonly draft: OperationDraft;
  readonly account: string | null;
  readonly columns: Readonly<Partial<Record<OperationField, string>>>;
};

export type BuildOperation = (row: RowView) => BuiltOperation;

type PlainField = Exclude<TemplateField, 'date' | 'time' | 'timeZone' | 'account'>;
type MutableDraft = { type: OperationType } & { [Field in PlainField | 'date' | 'source']?: string };

const NUMBERS: ReadonlySet<string> = new Set(NUMBER_FIELDS);
const PLAIN_FIELDS = TEMPLATE_FIELDS.filter(
  (field): field is PlainField => field !== 'date' && field !== 'time' && field !== 'timeZone' && field !== 'account',
);

/** What is the same for all operations of a file. */
export type OperationFrame = {
  readonly dates: DateReading;
  readonly source: string;
  readonly typeColumn: string | null;
};

/** What makes an operation of that type of a row: everything that can be found out once for a file is found out here. */
export function bindOperation(
  type: OperationType,
  fields: FieldSet,
  table: TableBinding,
  { dates, source, typeColumn }: OperationFrame,
): BuildOperation {
  const reads = PLAIN_FIELDS.flatMap((field) => {
    const expression = fields[field];
    if (expression === undefined || expression === null) return [];
    const read = NUMBERS.has(field) ? bindNumber(expression, table) : bindText(expression, table);
    return [[field, field === 'note' ? onOneLineOf(read) : read] as const];
  });
  const date = bindDate(fields, table, dates);
  const account = optional(fields.account, table);
  const columns = { ...columnsOf(fields, table), ...(typeColumn === null ? {} : { type: typeColumn }) };
  return (row) => {
    const draft: MutableDraft = { type, source };
    for (const [field, read] of reads) {
      const text = read(row);
      if (text !== null) draft[field] = text;
    }
    const at = date(row);
    if (at !== null) draft.date = at;
    return { draft, account: account(row), columns };
  };
}

/** A note may have no line break, and what a broker writes over several lines is no reason to lose the row. */
function onOneLineOf(read: ReadText): ReadText {
  return (row) => {
    const text = read(row);
    return text === null ? null : onOneLine(text);
  };
}

function bindDate(fields: FieldSet, table: TableBinding, dates: DateReading): ReadText {
  const read = optional(fields.date, table);
  const time = optional(fields.time, table);
  const zone = optional(fields.timeZone, table);
  const column = fields.date === undefined || fields.date === null ? null : columnOf(fields.date, table);
  return (row) => {
    const cell = read(row);
    if (cell === null) return null;
    const timeZone = zone(row) ?? dates.timeZone;
    return attempt(row, column, () => readDate(cell, time(row), { order: dates.order, timeZone }));
  };
}

const optional = (expression: FieldSet[TemplateField], table: TableBinding): ReadText =>
  expression === undefined || expression === null ? () => null : bindText(expression, table);

function columnsOf(fields: FieldSet, table: TableBinding): Partial<Record<OperationField, string>> {
  const columns: Partial<Record<OperationField, string>> = {};
  for (const field of [...PLAIN_FIELDS, 'date'] as const) {
    const expression = fields[field];
    const column = expression === undefined || expression === null ? null : columnOf(expression, table);
    if (column !== null) columns[field] = column;
  }
  return columns;
}
