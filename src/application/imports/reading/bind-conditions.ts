import { bindNumber } from './bind-expression.ts';
import { patternOf } from './pattern.ts';
import type { RowView, TableBinding } from './table-binding.ts';
import type { Condition, Conditions } from './template.ts';

export type Holds = (row: RowView) => boolean;

/** All of them, as one question to a row. A column that the file lacks is an empty cell. */
export function bindConditions(conditions: Conditions, table: TableBinding): Holds {
  const all = Object.entries(conditions).map(([column, condition]) => bindCondition(column, condition, table));
  return (row) => {
    for (const holds of all) if (!holds(row)) return false;
    return true;
  };
}

function bindCondition(column: string, condition: Condition, table: TableBinding): Holds {
  const read = table.text(column);
  if (typeof condition === 'string') return oneOf([condition], column, table);
  if (Array.isArray(condition)) return oneOf(condition, column, table);
  if ('matches' in condition) {
    const match = patternOf(condition.matches);
    return (row) => match(read(row) ?? '') !== null;
  }
  if ('empty' in condition) return (row) => (read(row) === null) === condition.empty;
  if ('sign' in condition) return signIs(condition.sign, column, table);
  if ('same' in condition) {
    const other = table.text(condition.same);
    return (row) => read(row) === other(row);
  }
  if ('differs' in condition) {
    const other = table.text(condition.differs);
    return (row) => read(row) !== other(row);
  }
  return () => false;
}

function oneOf(texts: readonly string[], column: string, table: TableBinding): Holds {
  const read = table.text(column);
  const wanted = new Set(texts.map((text) => text.toLowerCase()));
  return (row) => {
    const cell = read(row);
    return cell !== null && wanted.has(cell.toLowerCase());
  };
}

/** A cell that is no number has no sign; the operation that reads it will say so. */
function signIs(sign: '+' | '-' | '0' | 'not 0', column: string, table: TableBinding): Holds {
  const read = bindNumber(column, table);
  return ({ cells }) => {
    const row: RowView = { cells, problems: [] };
    const number = read(row) ?? (row.problems.length === 0 ? '0' : null);
    if (number === null) return false;
    const found = number === '0' ? '0' : number.startsWith('-') ? '-' : '+';
    return sign === 'not 0' ? found !== '0' : found === sign;
  };
}
