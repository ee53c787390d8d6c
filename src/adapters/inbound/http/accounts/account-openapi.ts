import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  createdHeaders,
  etag,
  idempotencyKey,
  idPath,
  ifMatch,
  json,
  jsonBody,
  link,
  NOT_MODIFIED,
  NOTHING,
  needs,
  patchBody,
  refusals,
} from '../documents/openapi-parts.ts';
import { ownerQuery, pageQuery } from '../query.ts';
import { account, accountDraft } from './account-schema.ts';

export const accountPaths: ZodOpenApiPathsObject = {
  '/accounts': {
    get: {
      operationId: 'listAccounts',
      summary: 'List accounts, oldest first',
      tags: ['accounts'],
      security: needs('operations:read'),
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
      security: needs('operations:write'),
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
      security: needs('operations:read'),
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
      security: needs('operations:write'),
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
      security: needs('operations:write'),
      requestParams: { path: idPath, header: ifMatch },
      responses: { ...NOTHING, ...refusals(400, 401, 403, 404, 409, 412) },
    },
  },
};
