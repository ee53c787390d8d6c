import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { needs, refusals } from '../documents/openapi-parts.ts';
import { exportQuery } from './export-schema.ts';

const disposition = z.object({ 'content-disposition': z.string() });

export const exportPaths: ZodOpenApiPathsObject = {
  '/export': {
    get: {
      operationId: 'exportOperations',
      summary: 'The ledger as a file',
      description:
        'Oldest first, from one snapshot, as a stream of any length. What is imported from it into an empty ledger exports the same file. In a CSV a text that a spreadsheet would take for a formula has an apostrophe in front; the import takes it away.',
      tags: ['operations'],
      security: needs('operations:read'),
      requestParams: { query: exportQuery },
      responses: {
        200: {
          description: 'The file.',
          headers: disposition,
          content: {
            'text/csv': { schema: z.string() },
            'application/json': { schema: z.array(z.record(z.string(), z.unknown())) },
            'application/x-ndjson': { schema: z.string() },
          },
        },
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
};
