import type { Import, RowState } from '#application/imports/import.ts';
import type { ImportRow } from '#application/ports/import-queries.ts';
import type { Page } from '#application/ports/page.ts';
import { escapeFormula } from '#application/spreadsheet/formula-escape.ts';
import { columnsOf } from './import-view.ts';

type RowsOf = (state: RowState, after: number) => Promise<Page<ImportRow>>;

const cell = (text: string): string => {
  const harmless = escapeFormula(text);
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\n`;

/** Every row that is not booked for a problem, with each of its problems, and as it stands in the file. */
export async function* errorsFile(file: Import, rowsOf: RowsOf): AsyncGenerator<string> {
  const names = (file.inspection?.columns ?? []).map(({ name }) => name);
  yield line(['row', 'line', 'state', 'problem_column', 'code', 'detail', ...names]);
  for (const state of ['error', 'doubtful'] as const)
    for (let after = 0, more = true; more; ) {
      const page = await rowsOf(state, after);
      for (const row of page.rows) yield linesOf(row, file, names);
      after = page.rows.at(-1)?.number ?? after;
      more = page.more;
    }
}

function linesOf(row: ImportRow, file: Import, names: readonly string[]): string {
  const own = columnsOf(row, file);
  const cells = names.map((name, place) => row.cells[row.columns === null ? place : own.indexOf(name)] ?? '');
  return row.problems
    .map(({ column, code, detail }) =>
      line([String(row.number), String(row.line), row.state, column ?? '', code, detail, ...cells]),
    )
    .join('');
}
