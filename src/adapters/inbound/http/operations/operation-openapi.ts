import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  acceptedHeaders,
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
import { batch, batchResult } from './batch-schema.ts';
import { operationQuery } from './operation-query.ts';
import { historyEntry, operation, operationDraft } from './operation-schema.ts';

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

export const operationPaths: ZodOpenApiPathsObject = {
  '/operations': {
    get: {
      operationId: 'listOperations',
      summary: 'List operations',
      tags: ['operations'],
      security: needs('operations:read'),
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
      security: needs('operations:write'),
      requestParams: { header: idempotencyKey('"record-T-1001"') },
      requestBody: jsonBody(operationDraft, BUY),
      responses: {
        201: json('The operation.', operation, { headers: createdHeaders }),
        ...refusals(400, 401, 403, 404, 409, 413, 415, 422),
      },
    },
  },
  '/operations/batch': {
    post: {
      operationId: 'recordOperations',
      summary: 'Record or replace up to 1,000 operations',
      description:
        'A row whose (account_id, source, external_id) is there replaces that operation; sent again it changes nothing. Rows without external_id are always new. A row that is refused does not keep the others from being written. The body may have 8 MiB.',
      tags: ['operations'],
      security: needs('operations:write'),
      requestParams: { header: idempotencyKey('"batch-of-November"') },
      requestBody: jsonBody(batch, {
        operations: [
          { ...BUY, external_id: 'T-2001' },
          { ...BUY, external_id: 'T-2002' },
        ],
      }),
      responses: {
        200: json('One result a row, in their order.', z.array(batchResult), {
          headers: acceptedHeaders.pick({ 'idempotency-replayed': true }),
        }),
        ...refusals(400, 401, 403, 404, 409, 413, 415, 422),
      },
    },
  },
  '/operations/{id}': {
    get: {
      operationId: 'readOperation',
      summary: 'Read an operation',
      tags: ['operations'],
      security: needs('operations:read'),
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
      security: needs('operations:write'),
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
      security: needs('operations:write'),
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
      security: needs('operations:write'),
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
      security: needs('operations:read'),
      requestParams: { path: idPath, query: pageQuery },
      responses: {
        200: json('A page.', z.array(historyEntry), { headers: link }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
};
