import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { etag, json, NOT_MODIFIED, refusals } from '../documents/openapi-parts.ts';
import { user } from './user-view.ts';

export const userPaths: ZodOpenApiPathsObject = {
  '/users/me': {
    get: {
      operationId: 'readMe',
      summary: 'Who I am',
      tags: ['users'],
      responses: { 200: json('The user.', user, { headers: etag }), ...NOT_MODIFIED, ...refusals(401) },
    },
  },
};
