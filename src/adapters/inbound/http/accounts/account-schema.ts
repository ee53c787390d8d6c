import { z } from 'zod';
import { ACCOUNT_KINDS, ACCOUNT_NAME_MAX, type AccountDraft } from '#domain/ledger/account.ts';
import { CURRENCY_PATTERN } from '#domain/ledger/currency.ts';
import { readFields } from '../body/read-fields.ts';
import { instantOutput, text, uuidOutput } from '../shared-schema.ts';

export const accountDraft = z
  .strictObject({
    name: text({ maxLength: ACCOUNT_NAME_MAX }).nullish(),
    currency: text({ description: 'The one it is shown in.', pattern: CURRENCY_PATTERN }).nullish(),
    kind: text({ enum: [...ACCOUNT_KINDS] }).nullish(),
  })
  .meta({ id: 'AccountDraft' });

export const account = z
  .strictObject({
    id: uuidOutput,
    name: z.string(),
    currency: z.string(),
    kind: z.enum(ACCOUNT_KINDS).nullable(),
    version: z.int().meta({ description: 'What If-Match speaks of.' }),
    created_at: instantOutput,
    updated_at: instantOutput,
  })
  .meta({ id: 'Account' });

const READ_ONLY = new Set(Object.keys(account.shape).filter((name) => !(name in accountDraft.shape)));

export const readAccountDraft = (body: unknown): AccountDraft => readFields(accountDraft, body, READ_ONLY);
