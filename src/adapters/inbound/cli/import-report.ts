import type { Import } from '#application/imports/import.ts';
import type { Question } from '#application/imports/reading/inspection.ts';
import { OWN_TEMPLATE } from '#application/imports/reading/mapping.ts';
import { templateNamed } from '#application/imports/reading/templates.ts';
import type { ImportRow, ImportRowsRequest } from '#application/ports/import-queries.ts';
import type { Page } from '#application/ports/page.ts';

/** Rows that are told one by one; of more than these the number is. */
const MOST_TOLD = 20;

export function takenForLine({ inspection }: Import): string {
  const mapping = inspection?.mapping;
  if (!mapping) return 'It is read as nothing.';
  const { template, format, encoding, timeZone } = mapping;
  const broker = template === OWN_TEMPLATE ? 'Blotter' : (templateNamed(template)?.title ?? 'no known broker');
  return `Read as ${format} of ${broker}, ${encoding}, times of ${timeZone}.`;
}

export function countsLine({ counts }: Import): string {
  const { rows = 0, ...states } = counts ?? {};
  const parts = Object.entries(states).map(([state, count]) => `${count} ${state}`);
  return `${rows === 1 ? '1 row' : `${rows} rows`}: ${parts.join(', ')}.`;
}

const ANSWERED_BY: Readonly<Record<Question['about'], string>> = {
  decimals: '--decimal',
  dateOrder: '--date-order',
  columns: '--column',
  types: '--type',
  currency: '--currency',
};

export const questionLines = ({ inspection }: Import): readonly string[] =>
  (inspection?.questions ?? []).map(({ about, detail }) => `To be answered by ${ANSWERED_BY[about]}: ${detail}`);

/** What is wrong with the rows that are not booked. */
export async function* oddRowLines(
  file: Import,
  rowsOf: (request: ImportRowsRequest) => Promise<Page<ImportRow>>,
): AsyncGenerator<string> {
  for (const state of ['error', 'doubtful'] as const) {
    const count = file.counts?.[state] ?? 0;
    if (count === 0) continue;
    const { rows } = await rowsOf({ state, after: 0, limit: MOST_TOLD });
    for (const { line, problems } of rows)
      for (const { column, detail } of problems) yield `Line ${line}: ${column === null ? '' : `${column}: `}${detail}`;
    if (count > rows.length) yield `${count - rows.length} more rows are ${state}.`;
  }
}
