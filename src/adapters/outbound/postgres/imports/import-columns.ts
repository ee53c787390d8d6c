import type { StagedRow } from '#application/imports/import.ts';
import { BOOKED, bookedValues } from '../booked-columns.ts';
import { copyLine } from '../copy-line.ts';

export const STAGED = ['number', 'part', 'line', 'state', 'columns', 'cells', 'problems', 'reason', ...BOOKED];

const EMPTY = Array<null>(BOOKED.length).fill(null);

/** Lines of COPY, in its text format, one for each operation of the row, or one for none. @param first of each line. */
export function linesOf(first: string, row: StagedRow): string {
  const { number, line, state, columns, cells, problems, reason, operations } = row;
  const head = [number, 0, line, state, columns && JSON.stringify(columns), JSON.stringify(cells)];
  const said = [problems.length > 0 ? JSON.stringify(problems) : null, reason];
  if (operations.length === 0) return copyLine(first, [...head, ...said, ...EMPTY]);
  return operations
    .map(({ operation, importKey }, part) => {
      const own = part === 0 ? [...head, ...said] : [number, part, line, state, null, '[]', null, null];
      return copyLine(first, [...own, ...bookedValues(operation, importKey)]);
    })
    .join('');
}
