import { type Import, stateOf } from '#application/imports/import.ts';
import { templateNamed } from '#application/imports/reading/templates.ts';
import type { ImportRow } from '#application/ports/import-queries.ts';
import { operationView } from '../operations/operation-view.ts';
import { wireName } from '../wire-names.ts';

export function importView(file: Import) {
  const { inspection } = file;
  const mapping = inspection?.mapping ?? null;
  const template = mapping?.template ?? null;
  return {
    id: file.id,
    state: stateOf(file),
    file_name: file.fileName,
    size: file.size,
    account_id: file.accountId,
    job_id: file.jobId,
    broker: templateNamed(template)?.title ?? null,
    template,
    format: mapping?.format ?? null,
    encoding: mapping?.encoding ?? null,
    delimiter: mapping?.delimiter ?? null,
    header_line: mapping?.headerLine ?? null,
    decimal: mapping?.decimal ?? null,
    decimals: mapping?.decimals ?? {},
    date_order: mapping?.dateOrder ?? null,
    time_zone: mapping?.timeZone ?? null,
    currency: mapping?.currency ?? null,
    source: mapping?.source ?? null,
    direction: mapping?.direction ?? null,
    payments: mapping?.payments ?? null,
    columns: template === null ? onTheWire(mapping?.columns ?? {}) : (mapping?.columns ?? {}),
    types: mapping?.types ?? {},
    file_columns: inspection?.columns ?? [],
    file_types: inspection?.types ?? [],
    questions: (inspection?.questions ?? []).map(({ about, column, code, detail, choices = [] }) => ({
      about: wireName(about),
      column,
      code,
      detail,
      choices,
    })),
    counts: file.counts,
    problem: inspection?.problem ?? null,
    new_accounts: file.newAccounts.map(({ id, name, currency }) => ({ id, name, currency })),
    created_at: file.createdAt.toISOString(),
    updated_at: file.updatedAt.toISOString(),
  };
}

const onTheWire = (columns: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(columns).map(([field, column]) => [wireName(field), column]));

export const importRowView = (row: ImportRow, file: Import) => ({
  number: row.number,
  line: row.line,
  state: row.state,
  columns: columnsOf(row, file),
  cells: row.cells,
  problems: row.problems.map(({ column, code, detail }) => ({ column, code, detail })),
  reason: row.reason,
  operations: row.operations.map(operationView),
});

export const columnsOf = (row: ImportRow, { inspection }: Import): readonly string[] =>
  row.columns ?? (inspection?.columns ?? []).map(({ name }) => name);
