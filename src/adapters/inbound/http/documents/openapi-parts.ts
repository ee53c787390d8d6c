import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Scope } from '#domain/identity/scope.ts';
import { problem, uuidText } from '../shared-schema.ts';

/* What the paths of the OpenAPI document have in common. */

const EXAMPLE_ID = '019ab5c2-7a4e-7c31-9f0e-3d1c5a6b7e8f';

type Security = NonNullable<ZodOpenApiOperationObject['security']>;

export const ANYONE: Security = [];
/** A login, or a personal access token with this scope. */
export const needs = (scope: Scope): Security => [{ bearer: [scope] }, { cookie: [] }];
/** No personal access token does. */
export const byLogin: Security = [{ bearer: ['login'] }, { cookie: [] }];

export const idPath = z.object({ id: uuidText('The id of the resource.').meta({ example: EXAMPLE_ID }) });
export const ifMatch = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The ETag of the version that you saw: another one is 412.', example: '"1"' }),
});
/** @param example of its own for each operation, as a key that was used for another one is refused. */
export const idempotencyKey = (example: string) =>
  z.object({
    'idempotency-key': z.string().optional().meta({
      description: 'A new one, such as a UUID, makes a repetition within 24 hours harmless: it gets the first answer.',
      example,
    }),
  });

const REASONS: Record<number, string> = {
  400: 'The request is malformed.',
  401: 'Nobody is signed in.',
  403: 'Not allowed.',
  404: 'There is no such thing, or it is somebody else’s.',
  409: 'It exists already, or its state forbids it.',
  412: 'If-Match speaks of another version.',
  413: 'The body is too large.',
  415: 'The body is of another type.',
  422: 'Fields are not valid: every violation is in errors.',
  429: 'Too many: come back after Retry-After.',
  503: 'Not just now: try again after Retry-After.',
};

const retryAfter = z.string().meta({ description: 'Seconds.' });
const REFUSAL_HEADERS: Record<number, z.ZodObject> = {
  401: z.object({ 'www-authenticate': z.string() }),
  403: z.object({ 'www-authenticate': z.string().optional() }),
  409: z.object({ 'retry-after': retryAfter.optional() }),
  429: z.object({ 'retry-after': retryAfter }),
  503: z.object({ 'retry-after': retryAfter }),
};

/** Refusals that the operation can answer with, beside those that every one can. */
export const refusals = (...statuses: number[]): ZodOpenApiResponsesObject =>
  Object.fromEntries(
    [...statuses, 429, 503].map((status) => {
      const headers = REFUSAL_HEADERS[status];
      const content = { 'application/problem+json': { schema: problem } };
      return [status, { description: REASONS[status] ?? '', content, ...(headers ? { headers } : {}) }];
    }),
  );

export const json = (description: string, schema: z.ZodType, more: { headers?: z.ZodObject } = {}) => ({
  description,
  content: { 'application/json': { schema } },
  ...more,
});
export const jsonBody = (schema: z.ZodType, example: unknown) => ({
  required: true,
  content: { 'application/json': { schema, example } },
});
export const formOrJsonBody = (schema: z.ZodType, example: unknown) => ({
  required: true,
  content: { 'application/json': { schema, example }, 'application/x-www-form-urlencoded': { schema, example } },
});
export const patchBody = (schema: z.ZodType, example: unknown) => ({
  required: true,
  content: { 'application/merge-patch+json': { schema, example }, 'application/json': { schema, example } },
});

export const etag = z.object({
  etag: z.string().meta({ description: 'A strong validator, for If-None-Match and If-Match.' }),
});
export const link = etag.extend({ link: z.string().optional().meta({ description: 'The next page (RFC 8288).' }) });
export const location = z.object({ location: z.string().meta({ description: 'Where it is.' }) });
export const acceptedHeaders = location.extend({
  'idempotency-replayed': z.string().optional().meta({ description: 'true: this is the stored first answer.' }),
});
export const createdHeaders = etag.extend(acceptedHeaders.shape);
export const setCookie = z.object({ 'set-cookie': z.string() });
export const NOT_MODIFIED = { 304: { description: 'The client has it already.', headers: link } };
export const NOTHING = { 204: { description: 'Done.' } };
