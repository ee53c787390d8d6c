import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { idPath, json, jsonBody, location, NOTHING, needs, refusals } from '../documents/openapi-parts.ts';
import { newToken, token, tokenDraft } from './token-schema.ts';

export const tokenPaths: ZodOpenApiPathsObject = {
  '/tokens': {
    get: {
      operationId: 'listTokens',
      summary: 'List my personal access tokens, oldest first',
      tags: ['tokens'],
      security: needs('account'),
      responses: {
        200: json('All of them.', z.array(token)),
        ...refusals(401, 403),
      },
    },
    post: {
      operationId: 'createToken',
      summary: 'Make a personal access token',
      description:
        'The secret is in this answer and nowhere else. A user has 100 at most. A token gives no more than the one that asks for it. An Idempotency-Key is not honoured: the secret is not kept, so no answer can be repeated.',
      tags: ['tokens'],
      security: needs('account'),
      requestBody: jsonBody(tokenDraft, { name: 'nightly import', scopes: ['operations:read', 'operations:write'] }),
      responses: {
        201: json('The token.', newToken, { headers: location }),
        ...refusals(400, 401, 403, 409, 413, 415, 422),
      },
    },
  },
  '/tokens/{id}': {
    delete: {
      operationId: 'deleteToken',
      summary: 'Kill a personal access token',
      tags: ['tokens'],
      security: needs('account'),
      requestParams: { path: idPath },
      responses: { ...NOTHING, ...refusals(401, 403, 404) },
    },
  },
};
