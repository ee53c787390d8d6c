import { z } from 'zod';
import type { OperationDraft } from '#domain/ledger/operation-draft.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import type { ViolationCode } from '#domain/shared/violation.ts';
import { readFields } from '../body/read-fields.ts';
import { uuidOutput } from '../shared-schema.ts';
import { operationDraft, readOperationDraft } from './operation-schema.ts';

const MOST_ROWS = 1_000;

export const batch = z
  .strictObject({ operations: z.array(operationDraft).meta({ maxItems: MOST_ROWS }) })
  .meta({ id: 'OperationBatch' });

/** Only that there is a list is checked at once: what is wrong with a row is that row's result. */
const shape = z.strictObject({ operations: z.array(z.unknown()).nullish() });

/** Throws InvalidFields. */
export function readBatch(body: unknown): readonly OperationDraft[] {
  const { operations, faults } = readFields(shape, body);
  if (faults.length > 0) throw new InvalidFields(faults.map(bounded));
  if (!Array.isArray(operations)) throw refusal('REQUIRED', 'This field is required.');
  if (operations.length > MOST_ROWS) throw refusal('TOO_MANY', TOO_MANY);
  return operations.map(readOperationDraft);
}

const TOO_MANY = `There must not be more than ${MOST_ROWS} operations.`;

const refusal = (code: ViolationCode, detail: string): InvalidFields =>
  new InvalidFields([{ field: 'operations', code, detail }]);

const bounded = (fault: InvalidFields['violations'][number]) =>
  fault.code === 'TOO_MANY' ? { ...fault, detail: TOO_MANY } : fault;

export const batchResult = z
  .strictObject({
    status: z.enum(['created', 'unchanged', 'updated', 'error']),
    id: uuidOutput.optional().meta({ description: 'Of the operation.' }),
    version: z.int().optional(),
    code: z.string().optional().meta({ description: 'Of an error, as in a problem.' }),
    detail: z.string().optional(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'Every violation of the row; pointers begin at the row.' }),
  })
  .meta({ id: 'BatchResult' });
