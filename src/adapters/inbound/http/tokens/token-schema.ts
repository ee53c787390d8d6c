import { z } from 'zod';
import { SCOPES } from '#domain/identity/scope.ts';
import { TOKEN_NAME_MAX, type TokenDraft } from '#domain/identity/token-draft.ts';
import { INSTANT_PATTERN } from '#domain/shared/instant.ts';
import { readFields } from '../body/read-fields.ts';
import { instantOutput, text, uuidOutput, uuidText } from '../shared-schema.ts';

export const tokenDraft = z
  .strictObject({
    name: text({ description: 'What it is for.', maxLength: TOKEN_NAME_MAX }),
    scopes: z.array(text({ enum: [...SCOPES] })).meta({ description: 'What it may do; one at least.' }),
    account_ids: z
      .array(uuidText('One of your accounts.'))
      .nullish()
      .meta({ description: 'The accounts that it is for; all of them when left out.' }),
    expires_at: text({ description: 'Never when left out.', pattern: INSTANT_PATTERN }).nullish(),
  })
  .meta({ id: 'TokenDraft' });

export const token = z
  .strictObject({
    id: uuidOutput,
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    account_ids: z.array(uuidOutput).nullable(),
    created_at: instantOutput,
    expires_at: instantOutput.nullable(),
    last_used_at: instantOutput.nullable().meta({ description: 'To the minute.' }),
  })
  .meta({ id: 'Token' });

export const newToken = token
  .extend({
    token: z.string().meta({ description: 'The secret, shown this once.', pattern: '^blt_[A-Za-z0-9_-]{32,}$' }),
  })
  .meta({ id: 'NewToken' });

const READ_ONLY = new Set(Object.keys(newToken.shape).filter((name) => !(name in tokenDraft.shape)));

export const readTokenDraft = (body: unknown): TokenDraft => readFields(tokenDraft.partial(), body, READ_ONLY);
