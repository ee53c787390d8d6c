import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { account, accountDraft } from '../accounts/account-schema.ts';
import { accessToken, credentials, registration } from '../auth/auth-schema.ts';
import { operationQuery } from '../operations/operation-query.ts';
import { historyEntry, operation, operationDraft } from '../operations/operation-schema.ts';
import { ownerQuery, pageQuery } from '../query.ts';
import { problem, uuidText } from '../shared-schema.ts';
import { user } from '../users/user-view.ts';

const EXAMPLE_ID = '019ab5c2-7a4e-7c31-9f0e-3d1c5a6b7e8f';

const BUY = {
  type: 'buy',
  figi: 'BBG000B9XRY4',
  instrument_type: 'share',
  quantity: '10',
  price: '187.25',
  currency: 'USD',
  payment: '-1873.49',
  fee: '0.99',
  date: '2026-11-23T15:30:00Z',
  source: 'my-broker',
  external_id: 'T-1001',
  tags: ['long-term'],
};

const ANYONE: ZodOpenApiOperationObject['security'] = [];
const idPath = z.object({ id: uuidText('The id of the resource.').meta({ example: EXAMPLE_ID }) });
const ifMatch = z.object({
  'if-match': z
    .string()
    .optional()
    .meta({ description: 'The ETag of the version that you saw: another one is 412.', example: '"1"' }),
});
/** @param example of its own for each operation, as a key that was used for another one is refused. */
const idempotencyKey = (example: string) =>
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
  413: 'The body is over 1 MiB.',
  415: 'The body is of another type.',
  422: 'Fields are not valid: every violation is in errors.',
  503: 'Not just now: try again after Retry-After.',
};

const retryAfter = z.string().meta({ description: 'Seconds.' });
const REFUSAL_HEADERS: Record<number, z.ZodObject> = {
  401: z.object({ 'www-authenticate': z.string() }),
  409: z.object({ 'retry-after': retryAfter.optional() }),
  503: z.object({ 'retry-after': retryAfter }),
};

/** Refusals that the operation can answer with, beside those that every one can. */
const refusals = (...statuses: number[]): ZodOpenApiResponsesObject =>
  Object.fromEntries(
    [...statuses, 503].map((status) => {
      const headers = REFUSAL_HEADERS[status];
      const content = { 'application/problem+json': { schema: problem } };
      return [status, { description: REASONS[status] ?? '', content, ...(headers ? { headers } : {}) }];
    }),
  );

const json = (description: string, schema: z.ZodType, more: { headers?: z.ZodObject } = {}) => ({
  description,
  content: { 'application/json': { schema } },
  ...more,
});
const jsonBody = (schema: z.ZodType, example: unknown) => ({
  required: true,
  content: { 'application/json': { schema, example } },
});
const formOrJsonBody = (schema: z.ZodType, example: unknown) => ({
  required: true,
  content: { 'application/json': { schema, example }, 'application/x-www-form-urlencoded': { schema, example } },
});
const patchBody = (schema: z.ZodType, example: unknown) => ({
  required: true,
  content: { 'application/merge-patch+json': { schema, example }, 'application/json': { schema, example } },
});

const etag = z.object({
  etag: z.string().meta({ description: 'A strong validator, for If-None-Match and If-Match.' }),
});
const link = etag.extend({ link: z.string().optional().meta({ description: 'The next page (RFC 8288).' }) });
const location = z.object({ location: z.string().meta({ description: 'Where it is.' }) });
const createdHeaders = etag.extend({
  ...location.shape,
  'idempotency-replayed': z.string().optional().meta({ description: 'true: this is the stored first answer.' }),
});
const setCookie = z.object({ 'set-cookie': z.string() });
const NOT_MODIFIED = { 304: { description: 'The client has it already.', headers: link } };
const NOTHING = { 204: { description: 'Done.' } };

const SIGN_IN = { username: 'ada@example.com', password: 'correct horse battery' };

/** The contract as OpenAPI 3.1, made from the schemas that read requests and the views that answer them. */
export const openApiDocument = (version: string) =>
  createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Blotter',
      version,
      description:
        'A ledger of trading operations. Every failure is problem+json (RFC 9457) with a detail, and every answer has an X-Request-Id; one that you send is kept.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }, { cookie: [] }],
    tags: [
      { name: 'auth', description: 'Registering, signing in and out.' },
      { name: 'users', description: 'Who I am.' },
      { name: 'accounts', description: 'Brokerage accounts.' },
      { name: 'operations', description: 'What happened at the broker.' },
    ],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The access_token of POST /auth/bearer/login.' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'blotter',
          description: 'Set by POST /auth/cookie/login. Under HTTPS its name is __Host-blotter.',
        },
      },
    },
    paths: {
      '/auth/register': {
        post: {
          operationId: 'register',
          summary: 'Register',
          tags: ['auth'],
          security: ANYONE,
          requestBody: jsonBody(registration, {
            email: 'ada@example.com',
            password: 'correct horse battery',
            username: 'Ada',
          }),
          responses: {
            201: json('The new user.', user, { headers: location }),
            ...refusals(400, 403, 409, 413, 415, 422),
          },
        },
      },
      '/auth/cookie/login': {
        post: {
          operationId: 'cookieLogin',
          summary: 'Sign in a browser',
          tags: ['auth'],
          security: ANYONE,
          requestBody: formOrJsonBody(credentials, SIGN_IN),
          responses: {
            204: { description: 'Signed in.', headers: setCookie },
            ...refusals(400, 401, 403, 413, 415, 422),
          },
        },
      },
      '/auth/cookie/logout': {
        post: {
          operationId: 'cookieLogout',
          summary: 'Sign out a browser',
          tags: ['auth'],
          security: [{ cookie: [] }],
          responses: { 204: { description: 'Signed out.', headers: setCookie }, ...refusals(401, 403) },
        },
      },
      '/auth/bearer/login': {
        post: {
          operationId: 'bearerLogin',
          summary: 'Get a bearer token',
          tags: ['auth'],
          security: ANYONE,
          requestBody: formOrJsonBody(credentials, SIGN_IN),
          responses: { 200: json('The token.', accessToken), ...refusals(400, 401, 403, 413, 415, 422) },
        },
      },
      '/auth/bearer/logout': {
        post: {
          operationId: 'bearerLogout',
          summary: 'End a bearer token',
          tags: ['auth'],
          security: [{ bearer: [] }],
          responses: { ...NOTHING, ...refusals(401, 403) },
        },
      },
      '/users/me': {
        get: {
          operationId: 'readMe',
          summary: 'Who I am',
          tags: ['users'],
          responses: { 200: json('The user.', user, { headers: etag }), ...NOT_MODIFIED, ...refusals(401) },
        },
      },
      '/accounts': {
        get: {
          operationId: 'listAccounts',
          summary: 'List accounts, oldest first',
          tags: ['accounts'],
          requestParams: { query: pageQuery },
          responses: {
            200: json('A page.', z.array(account), { headers: link }),
            ...NOT_MODIFIED,
            ...refusals(400, 401, 403, 404, 422),
          },
        },
        post: {
          operationId: 'openAccount',
          summary: 'Open an account',
          tags: ['accounts'],
          requestParams: { header: idempotencyKey('"open-retirement"') },
          requestBody: jsonBody(accountDraft, { name: 'Retirement', currency: 'EUR', kind: 'retirement' }),
          responses: {
            201: json('The account.', account, { headers: createdHeaders }),
            ...refusals(400, 401, 403, 409, 413, 415, 422),
          },
        },
      },
      '/accounts/{id}': {
        get: {
          operationId: 'readAccount',
          summary: 'Read an account',
          tags: ['accounts'],
          requestParams: { path: idPath, query: ownerQuery },
          responses: {
            200: json('The account.', account, { headers: etag }),
            ...NOT_MODIFIED,
            ...refusals(400, 401, 403, 404, 422),
          },
        },
        patch: {
          operationId: 'changeAccount',
          summary: 'Change an account',
          tags: ['accounts'],
          requestParams: { path: idPath, header: ifMatch },
          requestBody: patchBody(accountDraft, { name: 'Old age' }),
          responses: {
            200: json('The account.', account, { headers: etag }),
            ...refusals(400, 401, 403, 404, 412, 413, 415, 422),
          },
        },
        delete: {
          operationId: 'closeAccount',
          summary: 'Close an empty account',
          tags: ['accounts'],
          requestParams: { path: idPath, header: ifMatch },
          responses: { ...NOTHING, ...refusals(400, 401, 403, 404, 409, 412) },
        },
      },
      '/operations': {
        get: {
          operationId: 'listOperations',
          summary: 'List operations',
          tags: ['operations'],
          requestParams: { query: operationQuery },
          responses: {
            200: json('A page.', z.array(operation), { headers: link }),
            ...NOT_MODIFIED,
            ...refusals(400, 401, 403, 404, 422),
          },
        },
        post: {
          operationId: 'recordOperation',
          summary: 'Record an operation',
          tags: ['operations'],
          requestParams: { header: idempotencyKey('"record-T-1001"') },
          requestBody: jsonBody(operationDraft, BUY),
          responses: {
            201: json('The operation.', operation, { headers: createdHeaders }),
            ...refusals(400, 401, 403, 404, 409, 413, 415, 422),
          },
        },
      },
      '/operations/{id}': {
        get: {
          operationId: 'readOperation',
          summary: 'Read an operation',
          tags: ['operations'],
          requestParams: { path: idPath, query: ownerQuery },
          responses: {
            200: json('The operation.', operation, { headers: etag }),
            ...NOT_MODIFIED,
            ...refusals(400, 401, 403, 404, 422),
          },
        },
        put: {
          operationId: 'replaceOperation',
          summary: 'Replace an operation',
          tags: ['operations'],
          requestParams: { path: idPath, header: ifMatch },
          requestBody: jsonBody(operationDraft, { ...BUY, quantity: '12', payment: '-2247.99' }),
          responses: {
            200: json('The operation.', operation, { headers: etag }),
            ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 422),
          },
        },
        patch: {
          operationId: 'changeOperation',
          summary: 'Change fields of an operation',
          tags: ['operations'],
          requestParams: { path: idPath, header: ifMatch },
          requestBody: patchBody(operationDraft, { note: 'Bought on the dip.', tags: null }),
          responses: {
            200: json('The operation.', operation, { headers: etag }),
            ...refusals(400, 401, 403, 404, 409, 412, 413, 415, 422),
          },
        },
        delete: {
          operationId: 'deleteOperation',
          summary: 'Delete an operation',
          tags: ['operations'],
          requestParams: { path: idPath, header: ifMatch },
          responses: { ...NOTHING, ...refusals(400, 401, 403, 404, 412) },
        },
      },
      '/operations/{id}/history': {
        get: {
          operationId: 'readOperationHistory',
          summary: 'Who changed it, when and how',
          description: 'Oldest first. A deleted operation keeps its history.',
          tags: ['operations'],
          requestParams: { path: idPath, query: pageQuery },
          responses: {
            200: json('A page.', z.array(historyEntry), { headers: link }),
            ...NOT_MODIFIED,
            ...refusals(400, 401, 403, 404, 422),
          },
        },
      },
    },
  });
