import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { DRAFT_DAYS } from '#application/ports/housekeeping.ts';
import {
  acceptedHeaders,
  etag,
  idempotencyKey,
  idPath,
  json,
  link,
  NOT_MODIFIED,
  NOTHING,
  needs,
  patchBody,
  refusals,
} from '../documents/openapi-parts.ts';
import { job } from '../jobs/job-schema.ts';
import { listQuery } from '../query.ts';
import { correction, importRow, importShape, rowsQuery, uploadQuery } from './import-schema.ts';
import { FILE_TYPES } from './upload.ts';

const CSV = 'type,figi,quantity,price,currency,date\nbuy,BBG000B9XRY4,10,187.25,USD,2026-11-23T15:30:00Z\n';
const tags = ['imports'];
const security = needs('imports');

const handed = (operationId: string, summary: string): ZodOpenApiPathsObject[string] => ({
  post: {
    operationId,
    summary,
    tags,
    security,
    requestParams: { path: idPath, header: idempotencyKey(`"${operationId}"`) },
    responses: {
      202: json('The job that does it.', job, { headers: acceptedHeaders }),
      ...refusals(400, 401, 403, 404, 409, 422),
    },
  },
});

export const importPaths: ZodOpenApiPathsObject = {
  '/imports': {
    get: {
      operationId: 'listImports',
      summary: 'The files that you have brought, newest first',
      tags,
      security,
      requestParams: { query: listQuery },
      responses: {
        200: json('A page.', z.array(importShape), { headers: link }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
    post: {
      operationId: 'startImport',
      summary: 'Bring a file',
      description: `A form with one file, its fields before it, or the file as it is; up to 200 MiB, not compressed. It is read, and nothing is booked before you commit it. A large file is still being read when this answers: follow its job. A draft is kept for ${DRAFT_DAYS} days after you have done something with it last.`,
      tags,
      security,
      requestParams: { query: uploadQuery, header: idempotencyKey('"startImport"') },
      requestBody: {
        required: true,
        content: {
          ...Object.fromEntries(
            FILE_TYPES.filter((type) => type.startsWith('text/c')).map((type) => [
              type,
              { schema: z.string(), example: CSV },
            ]),
          ),
        },
      },
      responses: {
        201: json('The import.', importShape, { headers: acceptedHeaders }),
        ...refusals(400, 401, 403, 404, 409, 413, 415, 422),
      },
    },
  },
  '/imports/{id}': {
    get: {
      operationId: 'readImport',
      summary: 'How a file is read, and what its rows are',
      tags,
      security,
      requestParams: { path: idPath },
      responses: {
        200: json('The import.', importShape, { headers: etag }),
        ...NOT_MODIFIED,
        ...refusals(401, 403, 404),
      },
    },
    patch: {
      operationId: 'correctImport',
      summary: 'Correct how it is read, and where it goes',
      tags,
      security,
      requestParams: { path: idPath },
      requestBody: patchBody(correction, { time_zone: 'Europe/Berlin', types: { Sälj: 'sell' } }),
      responses: { 200: json('The import.', importShape), ...refusals(400, 401, 403, 404, 409, 413, 415, 422) },
    },
    delete: {
      operationId: 'deleteImport',
      summary: 'Throw a file away that was not committed',
      tags,
      security,
      requestParams: { path: idPath },
      responses: { ...NOTHING, ...refusals(401, 403, 404, 409) },
    },
  },
  '/imports/{id}/rows': {
    get: {
      operationId: 'listImportRows',
      summary: 'Each row, what it stands for, and what is wrong with it',
      tags,
      security,
      requestParams: { path: idPath, query: rowsQuery },
      responses: {
        200: json('A page.', z.array(importRow), { headers: link }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
  '/imports/{id}/errors.csv': {
    get: {
      operationId: 'downloadImportErrors',
      summary: 'The rows that are not booked, and why, as a file',
      tags,
      security,
      requestParams: { path: idPath },
      responses: {
        200: { description: 'The file.', content: { 'text/csv': { schema: z.string() } } },
        ...refusals(401, 403, 404),
      },
    },
  },
  '/imports/{id}/commit': handed('commitImport', 'Book its new rows: all of them, or none'),
  '/imports/{id}/undo': handed('undoImport', 'Take back what it has brought'),
};
