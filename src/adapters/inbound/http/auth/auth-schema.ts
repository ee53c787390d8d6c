import { z } from 'zod';
import { EMAIL_MAX_LENGTH } from '#domain/identity/email-address.ts';
import { PASSWORD_MAX, PASSWORD_MIN } from '#domain/identity/password-policy.ts';
import type { RegistrationDraft } from '#domain/identity/user.ts';
import { USERNAME_MAX } from '#domain/identity/username.ts';
import { DraftReader } from '#domain/shared/draft-reader.ts';
import { parseText } from '#domain/shared/text.ts';
import { type ReadFields, readFields } from '../body/read-fields.ts';
import { asGiven } from '../query.ts';
import { text } from '../shared-schema.ts';

const PASSWORD_RULE = `${PASSWORD_MIN} to ${PASSWORD_MAX} characters, any of Unicode.`;

export const registration = z
  .strictObject({
    email: text({ maxLength: EMAIL_MAX_LENGTH }),
    password: text({ description: PASSWORD_RULE }),
    username: text({ description: 'How you are called; need not be unique.', maxLength: USERNAME_MAX }),
  })
  .meta({ id: 'Registration' });

/** The password form of OAuth 2 (RFC 6749 §4.3.2), whose other fields many clients send along. */
export const credentials = z
  .strictObject({
    username: text({ description: 'The e-mail address.' }),
    password: text({}),
    grant_type: z.literal('password').optional(),
    scope: z.string().optional(),
    client_id: z.string().optional(),
    client_secret: z.string().optional(),
  })
  .meta({ id: 'Credentials' });

export const accessToken = z
  .strictObject({
    access_token: z.string().meta({ pattern: '^blt_[A-Za-z0-9_-]{32,}$' }),
    token_type: z.literal('bearer'),
    expires_in: z.int().meta({ description: 'Seconds.' }),
  })
  .meta({ id: 'AccessToken' });

export const address = z.strictObject({ email: text({ maxLength: EMAIL_MAX_LENGTH }) }).meta({ id: 'Address' });

export const passwordReset = z
  .strictObject({
    token: text({ description: 'From the link of the mail.' }),
    password: text({ description: PASSWORD_RULE }),
  })
  .meta({ id: 'PasswordReset' });

export const verification = z
  .strictObject({ token: text({ description: 'From the link of the mail.' }) })
  .meta({ id: 'Verification' });

export const readAddress = (body: unknown): ReadFields => readFields(address.partial(), body);
export const readReset = (body: unknown): ReadFields => readFields(passwordReset.partial(), body);
export const readVerification = (body: unknown): ReadFields => readFields(verification.partial(), body);

/** A field that is missing is the domain's to complain about, with the rest. */
export const readRegistration = (body: unknown): RegistrationDraft => readFields(registration.partial(), body);

/** Any text that PostgreSQL can be asked for: whether it is an address of somebody, only signing in tells. */
const readableAddress = (text: string): string => parseText(text, { min: 0, max: EMAIL_MAX_LENGTH });

/** @throws {InvalidFields} */
export function readCredentials(body: unknown): { username: string; password: string } {
  const { faults, ...given } = readFields(credentials.partial(), body);
  const { username, password } = given as { username?: string; password?: string };
  const reader = new DraftReader<'username' | 'password'>(faults);
  const proof = {
    username: reader.require('username', username, readableAddress) ?? '',
    password: reader.require('password', password, asGiven) ?? '',
  };
  if (reader.hasViolations()) throw reader.invalidFields();
  return proof;
}
