import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { byLogin, json, link, NOT_MODIFIED, refusals } from '../documents/openapi-parts.ts';
import { auditEvent, auditQuery } from './audit-schema.ts';

export const auditPaths: ZodOpenApiPathsObject = {
  '/audit': {
    get: {
      operationId: 'readAuditLog',
      summary: 'Who did what, from where, to whom; newest first',
      description: 'For admins. Nothing in it is ever changed or removed, and no secret is in it.',
      tags: ['admin'],
      security: byLogin,
      requestParams: { query: auditQuery },
      responses: {
        200: json('A page.', z.array(auditEvent), { headers: link }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
};
