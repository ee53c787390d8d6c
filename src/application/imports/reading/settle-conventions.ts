import type { Question } from './inspection.ts';
import type { Mapping } from './mapping.ts';
import type { DecimalSign } from './number-shape.ts';
import { numberStyleOf } from './number-style.ts';
import type { TableInspection } from './table-inspection.ts';
import { quoted } from './unreadable-cell.ts';

export type Conventions = Pick<Mapping, 'decimal' | 'decimals' | 'dateOrder'> & {
  readonly questions: readonly Question[];
};

/**
 * The decimal sign of each column, proven by all its cells together. A column in which every number reads the same either way needs none. One that is
 * ambiguous throughout (each cell has one separator and three digits behind it) takes the sign that all proven columns of the file share;
 * where none is proven, or they differ, it is asked. A column that proves both is asked with both rows. Likewise day and month.
 */
export function settleConventions(table: TableInspection, hints: Partial<Mapping>): Conventions {
  const questions: Question[] = [];
  const proven = new Map<string, DecimalSign>();
  const open: string[] = [];
  const given = numberStyleOf({ decimal: hints.decimal ?? null, decimals: hints.decimals ?? {} });
  for (const [field, { evidence }] of table.numbers) {
    const column = table.columns[field] ?? field;
    if (given(column) !== null) continue;
    const [point, comma] = [evidence.witness('.'), evidence.witness(',')];
    if (point !== null && comma !== null) {
      const detail = `In line ${point.line} ${quoted(point.cell)} has a decimal point, in line ${comma.line} ${quoted(comma.cell)} a decimal comma: which one is the decimal sign of this column?`;
      questions.push({ about: 'decimals', column, code: 'CONTRADICTORY', detail, choices: ['.', ',', 'either'] });
    } else if (point !== null || comma !== null) proven.set(column, point === null ? ',' : '.');
    else if (evidence.witness('ambiguous') !== null) open.push(column);
  }
  const signs = new Set(proven.values());
  const shared = signs.size === 1 && questions.length === 0 ? ([...signs][0] ?? null) : null;
  if (shared === null) {
    for (const column of open) questions.push(ambiguousNumber(column, table));
  }
  const [dateOrder, about] = settleDates(table, hints);
  return {
    decimal: hints.decimal ?? shared,
    decimals: { ...(shared === null ? Object.fromEntries(proven) : {}), ...hints.decimals },
    dateOrder,
    questions: [...questions, ...about],
  };
}

function ambiguousNumber(column: string, table: TableInspection): Question {
  const field = [...table.numbers].find(([each]) => table.columns[each] === column);
  const witness = field?.[1].evidence.witness('ambiguous');
  const cell = witness?.cell ?? '';
  const detail = `Is ${quoted(cell)} in line ${witness?.line ?? 0} thousands, or a number with three digits behind its decimal sign? Nothing in the file says.`;
  return { about: 'decimals', column, code: 'AMBIGUOUS', detail, choices: ['.', ','] };
}

function settleDates(
  table: TableInspection,
  hints: Partial<Mapping>,
): readonly [Mapping['dateOrder'], readonly Question[]] {
  if (hints.dateOrder) return [hints.dateOrder, []];
  const { evidence } = table.date;
  const column = table.columns['date'] ?? null;
  const [day, month, either] = [evidence.witness('dmy'), evidence.witness('mdy'), evidence.witness('ambiguous')];
  const choices = ['dmy', 'mdy'];
  if (day !== null && month !== null) {
    const detail = `In line ${day.line} ${quoted(day.cell)} has the day first, in line ${month.line} ${quoted(month.cell)} the month: which one is right?`;
    return [null, [{ about: 'dateOrder', column, code: 'CONTRADICTORY', detail, choices }]];
  }
  if (day !== null) return ['dmy', []];
  if (month !== null) return ['mdy', []];
  if (either === null) return [null, []];
  const detail = `Is the first number of ${quoted(either.cell)} in line ${either.line} the day or the month? Nothing in the file says.`;
  return [null, [{ about: 'dateOrder', column, code: 'AMBIGUOUS', detail, choices }]];
}
