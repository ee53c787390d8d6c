import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { etag, json, NOT_MODIFIED, needs, refusals } from '../documents/openapi-parts.ts';
import { cash, cashQuery } from './cash-schema.ts';

export const cashPaths: ZodOpenApiPathsObject = {
  '/cash': {
    get: {
      operationId: 'listCash',
      summary: 'The balance of each account and currency',
      tags: ['positions'],
      security: needs('operations:read'),
      requestParams: { query: cashQuery },
      responses: {
        200: json('All of them.', z.array(cash), { headers: etag }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
};
