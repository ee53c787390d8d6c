import type { FoundHeader } from './find-header.ts';
import { guessColumns } from './guess-columns.ts';
import type { Question } from './inspection.ts';
import { type Mapping, OWN_TEMPLATE } from './mapping.ts';
import { columnsOfTemplate, templateNamed } from './templates.ts';

/** Which column is read as what: by the template, or by known words; a hint comes before either. */
export function settleColumns({ header, template }: FoundHeader, hints: Partial<Mapping>): Record<string, string> {
  if (template === OWN_TEMPLATE) return {};
  const broker = templateNamed(template);
  const proposed = broker === null ? guessColumns(header) : columnsOfTemplate(broker, header).columns;
  const taken = new Set(Object.values(hints.columns ?? {}));
  const kept = Object.entries(proposed).filter(([, column]) => !taken.has(column) || broker !== null);
  return { ...Object.fromEntries(kept), ...hints.columns };
}

/** What a table must say, and does not. */
export function missingColumns(
  columns: Readonly<Record<string, string>>,
  mapping: Pick<Mapping, 'currency' | 'direction'>,
): Question[] {
  const has = (field: string): boolean => Object.hasOwn(columns, field);
  const missing: Question[] = [];
  const ask = (column: string, detail: string): void => {
    missing.push({ about: 'columns', column, code: 'MISSING', detail });
  };
  if (!has('date')) ask('date', 'Which column has the date?');
  if (!has('type') && mapping.direction === 'type') {
    ask('type', 'Which column has the type of the operation, such as buy or dividend?');
  }
  if (!has('figi') && !has('isin') && !has('symbol'))
    ask('symbol', 'Which column names what was traded: its FIGI, ISIN or symbol?');
  if (!has('quantity') && !has('payment')) ask('quantity', 'Which column has the quantity, and which the amount paid?');
  if (has('quantity') && !has('price') && !has('payment')) ask('price', 'Which column has the price of one unit?');
  if (!has('currency') && mapping.currency === null) {
    missing.push({ about: 'currency', column: null, code: 'MISSING', detail: 'In which currency are the amounts?' });
  }
  return missing;
}

/** Of a template that a person has chosen, though the file lacks some of its columns. */
export function missingOfTemplate(
  { header, template }: FoundHeader,
  columns: Readonly<Record<string, string>>,
): Question[] {
  const broker = templateNamed(template);
  if (broker === null) return [];
  const { missing } = columnsOfTemplate(broker, header);
  return missing
    .filter((column) => !Object.hasOwn(columns, column))
    .map((column) => {
      const detail = `${broker.title} has a column ${broker.columns[column]?.[0] ?? column}: which one is it here?`;
      return { about: 'columns', column, code: 'MISSING', detail };
    });
}
