import type { Request } from 'express';
import { notFound } from '#application/refusal.ts';
import { parseInstrument } from '#domain/ledger/instrument-alias.ts';
import { InvalidFields } from '#domain/shared/invalid-fields.ts';
import { InvalidValue } from '#domain/shared/invalid-value.ts';

/** The name of an instrument in the path. What cannot be one does not exist. @throws {Refusal} NOT_FOUND */
export function instrumentIn(req: Request, what: 'alias' | 'instrument'): string {
  return parsed(req, what, () => notFound(what));
}

/** The name that somebody wants to give. @throws {InvalidFields} */
export function newNameIn(req: Request): string {
  return parsed(req, 'alias', (invalid) => new InvalidFields([invalid.at('alias')]));
}

function parsed(req: Request, parameter: string, otherwise: (invalid: InvalidValue) => Error): string {
  try {
    return parseInstrument(String(req.params[parameter]));
  } catch (error) {
    throw error instanceof InvalidValue ? otherwise(error) : error;
  }
}
