import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { SYMBOL_PATTERN } from '#domain/ledger/symbol.ts';
import { json, link, NOT_MODIFIED, needs, refusals } from '../documents/openapi-parts.ts';
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
        'One for each account, instrument and currency, also when nothing is held any more. Lots are closed first in, first out. Where there are more lots than a page has, the position at its end is told again in the next one, with the rest of its lots.',
      tags: ['positions'],
      security: needs('operations:read'),
      requestParams: { query: positionsQuery },
      responses: {
        200: json('A page.', z.array(position), { headers: link }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
  '/positions/{instrument}/lots': {
    get: {
      operationId: 'explainPositions',
      summary: 'Each lot and each sale, with the arithmetic',
      description:
        'Of each position in the order of its operations; an operation that opens a lot and closes others is among both. Where there is more to tell than a page has, the position at its end is told again in the next one, with the lots, sales and changes that come then; so is a sale, with the rest of what it closed. The figures of a position and of a sale are always those of all of it.',
      tags: ['positions'],
      security: needs('operations:read'),
      requestParams: { path: instrumentPath('instrument'), query: storyQuery },
      responses: {
        200: json('A page, of one for each account and currency.', z.array(story), { headers: link }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
};
