import { EMPTY_TEXT } from '#application/exports/export-row.ts';
import { unescapeFormula } from '#application/spreadsheet/formula-escape.ts';
import type { OperationField } from '#domain/ledger/operation-draft.ts';
import type { BuiltOperation } from './bind-operation.ts';
import type { Header } from './header.ts';
import type { RowReader, RowReading } from './row-reader.ts';
import type { RowView } from './table-binding.ts';
import { ACCOUNT_NAME, FIELD_OF_WIRE } from './wire-names.ts';

type TextField = Exclude<OperationField, 'tags'>;
type MutableDraft = { [Field in TextField]?: string } & { tags?: readonly string[] };

/**
 * Rows of a CSV with the wire names of an operation, as Blotter exports it. Every cell goes into the draft as it stands, for the domain to judge; an
 * empty one is a field that is not there. A text that the export kept from being a formula, or from being nothing, loses its apostrophe again.
 */
export function ownTableReader(header: Header): RowReader {
  const texts: (readonly [number, TextField])[] = [];
  const columns: Partial<Record<OperationField, string>> = {};
  for (const [index, name] of header.names.entries()) {
    const field = FIELD_OF_WIRE.get(name);
    if (field === undefined) continue;
    columns[field] = name;
    if (field !== 'tags') texts.push([index, field]);
  }
  const tags = header.indexOf('tags');
  const account = header.indexOf(ACCOUNT_NAME);
  return {
    read(row): RowReading {
      const draft: MutableDraft = {};
      for (const [index, field] of texts) {
        const cell = row.cells[index];
        if (cell !== undefined && cell !== '') draft[field] = cell === EMPTY_TEXT ? '' : unescapeFormula(cell);
      }
      const list = tagsOf(row, tags);
      if (list !== null) draft.tags = list;
      const name = row.cells[account];
      const built: BuiltOperation = { draft, account: name ? unescapeFormula(name) : null, columns };
      return { built: [built] };
    },
    idOf: () => null,
    uniqueId: false,
    trimmed: false,
    needed: header.names.map((_, index) => index),
  };
}

/** A JSON array of texts. */
function tagsOf(row: RowView, index: number): readonly string[] | null {
  const cell = row.cells[index];
  if (cell === undefined || cell === '') return null;
  try {
    const tags: unknown = JSON.parse(unescapeFormula(cell));
    if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags;
  } catch {
    // Said below, as for JSON that is something else.
  }
  row.problems.push({
    column: 'tags',
    code: 'INVALID_FORMAT',
    detail: 'Tags are a JSON array of texts, such as ["growth"].',
  });
  return null;
}
