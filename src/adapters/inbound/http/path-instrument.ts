import type { Request } from 'express';
import { notFound } from '#application/refusal.ts';
import { parseInstrument } from '#domain/ledger/instrument-alias.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** The name of an instrument in the path. What cannot be one does not exist. @throws {Refusal} NOT_FOUND */
export function instrumentIn(req: Request, what: 'alias' | 'instrument'): string {
  try {
    return parseInstrument(String(req.params[what]));
  } catch (error) {
    throw error instanceof InvalidValue ? notFound(what) : error;
  }
}
