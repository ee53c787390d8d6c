import { z } from 'zod';
import { DECIMAL_PATTERN } from '#domain/shared/decimal.ts';
import { UUID_PATTERN } from '#domain/shared/uuid.ts';

/*
 * Building blocks of the wire's schemas. On the way in a schema checks which fields there are and of which JSON type; what a text must look
 * like stands beside it as metadata from the domain, which checks it.
 */

/** A text of the given look; the pattern is the domain's own. */
export const text = (meta: {
  description?: string;
  pattern?: string;
  maxLength?: number;
  enum?: string[];
  examples?: string[];
}) => z.string().meta(meta);

export const uuidText = (description: string) => text({ description, pattern: UUID_PATTERN });

/** An exact decimal: a string, or a number of at most 15 significant digits. */
export const decimalInput = (description: string) =>
  z
    .union([z.string().meta({ pattern: DECIMAL_PATTERN }), z.number()], { error: 'Expected a decimal as a string' })
    .meta({ description });

/** Canonical decimal text: no exponent, no trailing zeros, no "-0". */
export const decimalOutput = z.string().meta({ pattern: '^-?(0|[1-9][0-9]{0,19})([.][0-9]{0,17}[1-9])?$' });

export const instantOutput = z.string().meta({
  format: 'date-time',
  pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$',
});

export const uuidOutput = z.string().meta({ format: 'uuid', pattern: UUID_PATTERN });

export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'A sentence for people.' }),
    instance: z.string(),
    code: z.string().meta({ description: 'The kind of problem, for programs.' }),
    request_id: z.string().meta({ description: 'Names the request in the log; the ticket of a 500.' }),
    errors: z
      .array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'Every violation at once, each with the JSON pointer of its field.' }),
    id: uuidOutput.optional().meta({ description: 'What exists already (ALREADY_EXISTS).' }),
    reason: z.string().optional().meta({ description: 'Why a file cannot be read (UNREADABLE_FILE).' }),
    line: z.int().optional().meta({ description: 'Of the file, where that shows.' }),
    part: z.string().optional().meta({ description: 'What does not answer (UNAVAILABLE).' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });
