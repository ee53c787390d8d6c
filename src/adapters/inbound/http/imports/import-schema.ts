import type { Request } from 'express';
import { z } from 'zod';
import type { ImportCorrection } from '#application/imports/change-import.ts';
import { IMPORT_STATES, ROW_STATES, type RowState } from '#application/imports/import.ts';
import type { FileDraft } from '#application/imports/start-import.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { UUID_PATTERN } from '#domain/shared/uuid.ts';
import { codeName, rawPointer, readFields } from '../body/read-fields.ts';
import { HttpProblem } from '../errors/http-problem.ts';
import { operation } from '../operations/operation-schema.ts';
import { listQuery, QueryReader, queryOf, readPage } from '../query.ts';
import { instantOutput, text, uuidOutput, uuidText } from '../shared-schema.ts';
import type { Upload } from './upload.ts';

export const uploadQuery = z.strictObject({
  account_id: uuidText('Of rows that name no account; the oldest account when left out.').optional(),
  file_name: text({ maxLength: 255 }).optional(),
  template: text({
    description: 'The name of a broker’s template; recognised by the header when left out.',
  }).optional(),
  time_zone: text({ description: 'IANA, of times without one; yours when left out.' }).optional(),
  mapping: text({ description: 'What PATCH would take, as JSON.' }).optional(),
});

/** What an upload says beside the file: in its form, or in the query. */
export function readFileDraft(req: Request, { fileName, fields }: Upload): FileDraft {
  const said = readFields(uploadQuery, { ...queryOf(req), ...fields });
  return {
    faults: said.faults,
    accountId: said['accountId'] as string | undefined,
    fileName: (said['fileName'] as string | undefined) ?? fileName,
    corrections: {
      ...mappingIn(said['mapping'] as string | undefined),
      ...given('template', said['template']),
      ...given('timeZone', said['timeZone']),
    },
  };
}

const given = (name: string, value: unknown): object => (value === undefined ? {} : { [name]: value });

function mappingIn(json: string | undefined): object {
  if (json === undefined) return {};
  try {
    return inCode(JSON.parse(json));
  } catch {
    throw new HttpProblem(400, 'MALFORMED', 'The field mapping is not valid JSON.');
  }
}

const choice = (values: readonly string[]) => text({ enum: [...values] });

/** What PATCH takes; each by itself is checked by the mapping. */
export const correction = z
  .strictObject({
    account_id: uuidText('Of rows that name no account.').nullish(),
    template: text({ description: 'A broker’s, blotter, or null for none.' }).nullish(),
    format: choice(['csv', 'json', 'ndjson']).optional(),
    encoding: text({ description: 'utf-8, utf-16le, utf-16be or windows-1252.' }).optional(),
    delimiter: text({ description: 'A comma, a semicolon, a tab or a bar.' }).nullish(),
    header_line: z.int().optional().meta({ description: 'The line of the column names; 0: there are none.' }),
    decimal: choice(['.', ',', 'either']).nullish(),
    decimals: z.record(z.string(), z.string().nullable()).optional().meta({ description: 'By column.' }),
    date_order: choice(['dmy', 'mdy']).nullish(),
    time_zone: text({ description: 'IANA.' }).optional(),
    columns: z
      .record(z.string(), z.string().nullable())
      .optional()
      .meta({ description: 'A field of an operation → the name of its column.' }),
    types: z
      .record(z.string(), z.string().nullable())
      .optional()
      .meta({ description: 'A value of the type column → a type of operation, or ignore.' }),
    currency: text({ description: 'Of rows that say none.' }).nullish(),
    source: text({ description: 'The source of its operations.' }).optional(),
    direction: choice(['type', 'sign']).optional(),
    payments: choice(['signed', 'unsigned']).optional(),
  })
  .meta({ id: 'ImportCorrection' });

/** @throws {HttpProblem} 422 when it is no object. */
export function readCorrection(body: unknown): ImportCorrection {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { corrections: body as Record<string, unknown> };
  const { accountId, ...corrections } = inCode(body as Record<string, unknown>);
  return { accountId: accountId as string | null | undefined, corrections };
}

/** The wire's names of fields as the code has them; one that is not known stays as it came, for the refusal. */
function inCode(body: Record<string, unknown>): Record<string, unknown> {
  const nameOf = (wire: string): string => (Object.hasOwn(correction.shape, wire) ? codeName(wire) : rawPointer(wire));
  return Object.fromEntries(Object.entries(body).map(([wire, value]) => [nameOf(wire), value]));
}

export const rowsQuery = listQuery.extend({ state: text({ enum: [...ROW_STATES] }).optional() });

export type RowsRead = { readonly state: RowState | null; readonly limit: number; readonly cursor: string | undefined };

/** Throws InvalidFields. */
export function readRowsQuery(req: Request): RowsRead {
  const query = new QueryReader(req, rowsQuery);
  const state = query.read('state', (value) => parseChoice(ROW_STATES, value)) ?? null;
  const { limit, cursor } = readPage(query);
  query.finish();
  return { state, limit, cursor };
}

const problem = z.strictObject({ column: z.string().nullable(), code: z.string(), detail: z.string() });

const counts = z.strictObject({
  rows: z.int(),
  new: z.int().meta({ description: 'Not in the ledger: a commit books them.' }),
  same: z.int().meta({ description: 'In the ledger already.' }),
  doubtful: z.int().meta({ description: 'Something else is in the ledger under their id, and stays.' }),
  error: z.int().meta({ description: 'Refused, each for its problems.' }),
  ignored: z.int().meta({ description: 'Left out knowingly, each for its reason.' }),
});

export const importShape = z
  .strictObject({
    id: uuidOutput,
    state: z.enum(IMPORT_STATES),
    file_name: z.string().nullable(),
    size: z.int().meta({ description: 'In bytes.' }),
    account_id: z.string().meta({ pattern: UUID_PATTERN }).nullable(),
    job_id: z
      .string()
      .meta({ pattern: UUID_PATTERN })
      .nullable()
      .meta({ description: 'What reads, commits or undoes it.' }),
    broker: z.string().nullable().meta({ description: 'Whose export it is.' }),
    template: z.string().nullable(),
    format: z.string().nullable(),
    encoding: z.string().nullable(),
    delimiter: z.string().nullable(),
    header_line: z.int().nullable(),
    decimal: z.string().nullable(),
    decimals: z.record(z.string(), z.string()),
    date_order: z.string().nullable(),
    time_zone: z.string().nullable(),
    currency: z.string().nullable(),
    source: z.string().nullable(),
    direction: z.string().nullable(),
    payments: z.string().nullable(),
    columns: z.record(z.string(), z.string()),
    types: z.record(z.string(), z.string()),
    file_columns: z.array(
      z.strictObject({
        name: z.string(),
        examples: z.array(z.string()),
        use: z.string().nullable(),
        proof: z.strictObject({ of: z.string(), line: z.int(), cell: z.string() }).nullable(),
      }),
    ),
    file_types: z.array(z.strictObject({ value: z.string(), count: z.int(), meaning: z.string().nullable() })),
    questions: z.array(
      z.strictObject({
        about: z.string().meta({ description: 'The field of PATCH that answers it.' }),
        column: z.string().nullable(),
        code: z.string(),
        detail: z.string(),
        choices: z.array(z.string()),
      }),
    ),
    counts: counts.nullable(),
    problem: z.strictObject({ code: z.string(), detail: z.string(), line: z.int().nullable() }).nullable(),
    new_accounts: z.array(z.strictObject({ id: uuidOutput, name: z.string(), currency: z.string() })),
    created_at: instantOutput,
    updated_at: instantOutput,
  })
  .meta({ id: 'Import' });

export const importRow = z
  .strictObject({
    number: z.int().meta({ description: 'Of the data rows, from 1.' }),
    line: z.int().meta({ description: 'Of the file.' }),
    state: z.enum(ROW_STATES),
    columns: z.array(z.string()),
    cells: z.array(z.string()).meta({ description: 'As they stand in the file.' }),
    problems: z.array(problem),
    reason: z.string().nullable().meta({ description: 'Why it is left out.' }),
    operations: z.array(operation).meta({ description: 'What it stands for.' }),
  })
  .meta({ id: 'ImportRow' });
