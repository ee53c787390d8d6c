import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { etag, json, jsonBody, location, NOT_MODIFIED, NOTHING, needs, refusals } from '../documents/openapi-parts.ts';
import { instrumentPath } from '../positions/position-openapi.ts';
import { ownerQuery } from '../query.ts';
import { alias, aliasDraft, instrument } from './instrument-schema.ts';

export const instrumentPaths: ZodOpenApiPathsObject = {
  '/instruments': {
    get: {
      operationId: 'listInstruments',
      summary: 'Your instruments, with their names',
      tags: ['positions'],
      security: needs('operations:read'),
      requestParams: { query: ownerQuery },
      responses: {
        200: json('All of them.', z.array(instrument), { headers: etag }),
        ...NOT_MODIFIED,
        ...refusals(400, 401, 403, 404, 422),
      },
    },
  },
  '/instruments/{alias}': {
    put: {
      operationId: 'nameInstrument',
      summary: 'Say that two names are one instrument',
      description:
        'From then on every operation with the alias, old ones too, belongs to the instrument. An alias never leads to another alias.',
      tags: ['positions'],
      security: needs('operations:write'),
      requestParams: { path: instrumentPath('alias') },
      requestBody: jsonBody(aliasDraft, { instrument: 'BBG000BLNNH6', name: 'International Business Machines' }),
      responses: {
        200: json('The alias, which was there.', alias),
        201: json('The new alias.', alias, { headers: location }),
        ...refusals(400, 401, 403, 409, 413, 415, 422),
      },
    },
    delete: {
      operationId: 'forgetAlias',
      summary: 'Keep the two apart again',
      tags: ['positions'],
      security: needs('operations:write'),
      requestParams: { path: instrumentPath('alias') },
      responses: { ...NOTHING, ...refusals(400, 401, 403, 404) },
    },
  },
};
