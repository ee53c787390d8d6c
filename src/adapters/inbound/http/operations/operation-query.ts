import type { Request } from 'express';
import { z } from 'zod';
import type { WantedPage } from '#application/ledger/list-operations.ts';
import type { WantedOperations } from '#application/ledger/wanted-operations.ts';
import { FIGI_PATTERN, parseFigi } from '#domain/ledger/figi.ts';
import { INSTRUMENT_TYPES } from '#domain/ledger/instrument-type.ts';
import { ISIN_PATTERN, parseIsin } from '#domain/ledger/isin.ts';
import { OPERATION_TYPES, parseOperationType } from '#domain/ledger/operation-type.ts';
import { parseSymbol, SYMBOL_PATTERN } from '#domain/ledger/symbol.ts';
import { parseChoice } from '#domain/shared/choice.ts';
import { INSTANT_PATTERN, parseInstant } from '#domain/shared/instant.ts';
import { parseText } from '#domain/shared/text.ts';
import { parseUuid } from '#domain/shared/uuid.ts';
import type { CursorScope, Cursors } from '../cursor.ts';
import { asGiven, DEFAULT_LIMIT, pageQuery, parseLimit, QueryReader } from '../query.ts';
import { text, uuidText } from '../shared-schema.ts';

const name = (value: string): string => parseText(value, { min: 1, max: 64 });
const words = (value: string): string => parseText(value, { min: 1, max: 200 });

/** What operations can be narrowed to. */
export const operationFilters = z.strictObject({
  account_id: uuidText('Of one brokerage account.').optional(),
  type: text({ enum: [...OPERATION_TYPES] }).optional(),
  instrument_type: text({ enum: [...INSTRUMENT_TYPES] }).optional(),
  figi: text({ pattern: FIGI_PATTERN }).optional(),
  isin: text({ pattern: ISIN_PATTERN }).optional(),
  symbol: text({ pattern: SYMBOL_PATTERN }).optional(),
  instrument: text({ description: 'The key of a position.', maxLength: 64 }).optional(),
  from: text({
    description: 'The first instant or day that belongs to it; a bare date is a day in your time zone.',
    pattern: INSTANT_PATTERN,
  }).optional(),
  to: text({ description: 'The first instant or day after it.', pattern: INSTANT_PATTERN }).optional(),
  tag: text({ maxLength: 64 }).optional(),
  q: text({ description: 'Part of a note, name, source or external id, in any case.', maxLength: 200 }).optional(),
});

export const operationQuery = pageQuery.extend(operationFilters.shape).extend({
  sort: text({ description: '-date, newest first, when left out.', enum: ['-date', 'date'] }).optional(),
});

export type OperationListRequest = { page: WantedPage; userId: string | undefined; scope: CursorScope };

/** @throws {InvalidFields} with every violation of the query. @throws {HttpProblem} 400 for a bad cursor. */
export function readOperationQuery(req: Request, actorId: string, cursors: Cursors): OperationListRequest {
  const query = new QueryReader(req, operationQuery);
  const filter = readFilter(query);
  const newestFirst = (query.read('sort', (value) => parseChoice(['-date', 'date'], value)) ?? '-date') === '-date';
  const limit = query.read('limit', parseLimit) ?? DEFAULT_LIMIT;
  const userId = query.read('userId', parseUuid);
  const cursor = query.read('cursor', asGiven);
  query.finish();
  const scope = { userId: actorId, list: JSON.stringify(['operations', filter, newestFirst, userId]) };
  const after = cursor === undefined ? null : placeOf(cursors.read(scope, cursor));
  return { page: { filter, newestFirst, limit, after }, userId, scope };
}

export const readFilter = (query: QueryReader): WantedOperations => ({
  accountId: query.read('accountId', parseUuid),
  type: query.read('type', parseOperationType),
  instrumentType: query.read('instrumentType', (value) => parseChoice(INSTRUMENT_TYPES, value)),
  figi: query.read('figi', parseFigi),
  isin: query.read('isin', parseIsin),
  symbol: query.read('symbol', parseSymbol),
  instrument: query.read('instrument', name),
  from: query.read('from', parseInstant),
  to: query.read('to', parseInstant),
  tag: query.read('tag', name),
  text: query.read('q', words),
});

const placeOf = ([date = '', id = '']: readonly string[]) => ({ date: new Date(date), id });
