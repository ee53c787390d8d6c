import { z } from 'zod';
import { EMAIL_MAX_LENGTH } from '#domain/identity/email-address.ts';
import { ROLES, type Role } from '#domain/identity/role.ts';
import type { ProfileDraft } from '#domain/identity/user.ts';
import { USERNAME_MAX } from '#domain/identity/username.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import type { Violation } from '#domain/shared/violation.ts';
import { readFields } from '../body/read-fields.ts';
import { instantOutput, text, uuidOutput } from '../shared-schema.ts';
import { user } from './user-view.ts';

export const profileDraft = z
  .strictObject({
    username: text({ maxLength: USERNAME_MAX }).optional(),
    email: text({
      description: 'Needs current_password, and is to be verified again.',
      maxLength: EMAIL_MAX_LENGTH,
    }).optional(),
    password: text({ description: 'Needs current_password, and ends every other session and login.' }).optional(),
    current_password: text({}).optional(),
    time_zone: text({ description: 'IANA, such as Europe/Berlin.' }).optional(),
  })
  .meta({ id: 'ProfileDraft' });

export const userDecision = z
  .strictObject({ role: z.enum(ROLES).optional(), is_active: z.boolean().optional() })
  .meta({ id: 'UserDecision' });

export const signedInRow = z
  .strictObject({
    id: uuidOutput,
    kind: z.enum(['cookie', 'bearer']).meta({ description: 'A browser, or the login of a program.' }),
    address: z.string().nullable(),
    user_agent: z.string().nullable(),
    created_at: instantOutput,
    last_seen_at: instantOutput.nullable().meta({ description: 'To the minute.' }),
    expires_at: instantOutput,
    current: z.boolean().meta({ description: 'The one that asks.' }),
  })
  .meta({ id: 'Session' });

const shown = (draft: z.ZodObject): ReadonlySet<string> =>
  new Set(Object.keys(user.shape).filter((name) => !(name in draft.shape)));

export const readProfileDraft = (body: unknown): ProfileDraft => readFields(profileDraft, body, shown(profileDraft));

/** @throws {InvalidFields} */
export function readDecision(body: unknown): { role?: Role; isActive?: boolean } {
  const { faults, ...decision } = readFields(userDecision, body, shown(userDecision));
  const allowed = faults.map(asChoice);
  if (allowed.length > 0) throw new InvalidFields(allowed);
  return decision;
}

/** A text that is no role is of the right type. */
const asChoice = (fault: Violation): Violation =>
  fault.field === 'role' ? { ...fault, code: 'NOT_ALLOWED', detail: `A role is one of ${ROLES.join(', ')}.` } : fault;
