import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { SYMBOL_PATTERN } from '#domain/ledger/symbol.ts';
import { etag, json, NOT_MODIFIED, needs, refusals } from '../documents/openapi-parts.ts';
import { text } from '../shared-schema.ts';
import { position, positionsQuery, story, storyQuery } from './position-schema.ts';

export const instrumentPath = (name: 'alias' | 'instrument') =>
  z.object({
    [name]: text({ description: 'A FIGI, an ISIN or a symbol.', pattern: SYMBOL_PATTERN }).meta({
      example: 'BBG000B9XRY4',
    }),
  });

export const positionPaths: ZodOpenApiPathsObject = {
  '/positions': {
    get: {
      operationId: 'listPositions',
      summary: 'What is held, and what was gained',
      description:
        'One for each account, instrument and currency, also when nothing is held any more. Lots are closed first in, first out.',
      tags: ['positions'],
      security: needs('operations:read'),
      requestParams: { query: positionsQuery },
      responses: {
        200: json('All of them.', z.array(position), { headers: etag }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
  '/positions/{instrument}/lots': {
    get: {
      operationId: 'explainPositions',
      summary: 'Each lot and each sale, with the arithmetic',
      tags: ['positions'],
      security: needs('operations:read'),
      requestParams: { path: instrumentPath('instrument'), query: storyQuery },
      responses: {
        200: json('One for each account and currency.', z.array(story), { headers: etag }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
};
