import { z } from 'zod';
import { AUDIT_ACTIONS } from '#domain/identity/audit-action.ts';
import { listQuery } from '../query.ts';
import { instantOutput, text, uuidOutput, uuidText } from '../shared-schema.ts';

export const auditQuery = listQuery.extend({
  action: text({ enum: [...AUDIT_ACTIONS] }).optional(),
  user_id: uuidText('What this user did, and what was done to them.').optional(),
});

export const auditEvent = z
  .strictObject({
    id: uuidOutput,
    at: instantOutput,
    action: z.enum(AUDIT_ACTIONS),
    actor_id: uuidOutput.nullable().meta({ description: 'Null: a stranger, or the operator at the command line.' }),
    actor_email: z.string().nullable().meta({ description: 'As it is now; null once the user is removed.' }),
    credential_id: uuidOutput.nullable().meta({ description: 'The session or token by which they were let in.' }),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    subject_id: uuidOutput.nullable().meta({ description: 'The user whom it concerns.' }),
    subject_email: z.string().nullable(),
    details: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])),
  })
  .meta({ id: 'AuditEvent' });
