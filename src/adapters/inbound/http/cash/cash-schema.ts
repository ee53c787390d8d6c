import type { Request } from 'express';
import { z } from 'zod';
import { parseUuid } from '#domain/shared/uuid.ts';
import { figure } from '../positions/position-schema.ts';
import { ownerQuery, QueryReader } from '../query.ts';
import { uuidOutput, uuidText } from '../shared-schema.ts';

export const cashQuery = ownerQuery.extend({ account_id: uuidText('Of one brokerage account.').optional() });

/** Throws InvalidFields. */
export function readCashQuery(req: Request): { accountId: string | undefined; userId: string | undefined } {
  const reader = new QueryReader(req, cashQuery);
  const query = { accountId: reader.read('accountId', parseUuid), userId: reader.read('userId', parseUuid) };
  reader.finish();
  return query;
}

export const cash = z
  .strictObject({ account_id: uuidOutput, currency: z.string(), balance: figure })
  .meta({ id: 'Cash' });
