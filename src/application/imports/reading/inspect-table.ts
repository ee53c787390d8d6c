import { guessDelimiter } from './delimiter.ts';
import { UnreadableFile } from './file-problem.ts';
import { type FoundHeader, findHeader, HEADER_WITHIN } from './find-header.ts';
import type { InspectedColumn, Inspection } from './inspection.ts';
import { type Mapping, OWN_TEMPLATE } from './mapping.ts';
import { withEnd } from './read-rows.ts';
import type { Delimiter, TableRecord } from './record.ts';
import { RecordSplitter } from './record-splitter.ts';
import { missingColumns, missingOfTemplate, settleColumns } from './settle-columns.ts';
import { settleConventions } from './settle-conventions.ts';
import { settleTypes } from './settle-types.ts';
import { TableInspection } from './table-inspection.ts';
import type { Template } from './template.ts';
import { templateNamed } from './templates.ts';
import { TypeMeanings } from './type-meanings.ts';
import { GUESSED_SOURCE, type Usual } from './usual.ts';

/** @param head the beginning of the text. Throws UnreadableFile. */
export async function inspectTable(
  head: string,
  text: AsyncIterable<string>,
  hints: Partial<Mapping>,
  usual: Usual,
): Promise<Inspection> {
  const delimiter = hints.delimiter ?? guessDelimiter(head);
  let table: TableInspection | null = null;
  let waiting: TableRecord[] = [];
  for await (const records of withEnd(text, new RecordSplitter(delimiter))) {
    waiting = waiting.concat(records);
    if (table === null && waiting.length < HEADER_WITHIN) continue;
    table ??= begin(waiting, hints);
    addAll(table, waiting);
    waiting = [];
  }
  table ??= begin(waiting, hints);
  addAll(table, waiting);
  return conclude(table, delimiter, hints, usual);
}

function begin(records: readonly TableRecord[], hints: Partial<Mapping>): TableInspection {
  const found = findHeader(records, hints);
  if (found === null) throw new UnreadableFile('NO_HEADER', 'There is no line with the names of columns.');
  const columns = settleColumns(found, hints);
  const template = templateNamed(found.template);
  const type = found.template === OWN_TEMPLATE ? 'type' : (columns[template?.type ?? 'type'] ?? null);
  return new TableInspection(found, columns, type, found.template === null);
}

function addAll(table: TableInspection, records: readonly TableRecord[]): void {
  for (const record of records) if (record.line > table.found.line) table.add(record);
}

function conclude(table: TableInspection, delimiter: Delimiter, hints: Partial<Mapping>, usual: Usual): Inspection {
  const { found, census } = table;
  const mapped =
    found.template === null ? ofGuess(table, hints) : ofTemplate(table, templateNamed(found.template), hints);
  const { questions, ...conventions } = mapped;
  const mapping: Mapping = {
    format: 'csv',
    template: found.template,
    encoding: 'utf-8',
    delimiter,
    headerLine: found.line,
    columns: table.columns,
    ...conventions,
    timeZone: hints.timeZone ?? templateNamed(found.template)?.timeZone ?? usual.timeZone,
  };
  const meanings = new TypeMeanings(mapping.types);
  return {
    problem: null,
    mapping,
    columns: columnsOf(table, found),
    types: census.values().map(({ value, count }) => ({ value, count, meaning: meanings.of(value) })),
    moreTypes: census.more,
    records: table.records,
    questions,
  };
}

type Settled = Omit<Mapping, 'format' | 'template' | 'encoding' | 'delimiter' | 'headerLine' | 'columns' | 'timeZone'> &
  Pick<Inspection, 'questions'>;

/** A template states its conventions; Blotter's own format has none to state. */
function ofTemplate({ columns, found }: TableInspection, template: Template | null, hints: Partial<Mapping>): Settled {
  const stated = Object.entries(template?.decimals ?? {}).flatMap(([column, style]) => {
    const name = columns[column];
    return name === undefined ? [] : [[name, style] as const];
  });
  return {
    decimal: hints.decimal ?? template?.decimal ?? '.',
    decimals: { ...Object.fromEntries(stated), ...hints.decimals },
    dateOrder: hints.dateOrder ?? template?.dateOrder ?? null,
    types: hints.types ?? {},
    currency: hints.currency ?? null,
    source: hints.source ?? template?.source ?? GUESSED_SOURCE,
    direction: hints.direction ?? 'type',
    payments: hints.payments ?? 'signed',
    questions: missingOfTemplate(found, columns),
  };
}

function ofGuess(table: TableInspection, hints: Partial<Mapping>): Settled {
  const { questions: aboutNumbers, ...conventions } = settleConventions(table, hints);
  const { questions: aboutTypes, ...types } = settleTypes(table, hints);
  const currency = hints.currency ?? null;
  const missing = missingColumns(table.columns, { currency, direction: types.direction });
  return {
    ...conventions,
    ...types,
    currency,
    source: hints.source ?? GUESSED_SOURCE,
    questions: [...missing, ...aboutNumbers, ...aboutTypes],
  };
}

function columnsOf(table: TableInspection, { header, template }: FoundHeader): InspectedColumn[] {
  const uses = new Map(Object.entries(table.columns).map(([use, column]) => [header.indexOf(column), use]));
  return header.names.map((name, index) => ({
    name,
    examples: table.examples.of(index),
    use: template === OWN_TEMPLATE ? name : (uses.get(index) ?? null),
    proof: table.proofOf(index),
  }));
}
