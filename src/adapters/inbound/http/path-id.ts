import type { Request } from 'express';
import { type Named, notFound } from '#application/refusal.ts';
import { UUID_PATTERN } from '#domain/shared/uuid.ts';

const SHAPE = new RegExp(UUID_PATTERN);

/** The id in the path. What cannot be an id does not exist. @throws {Refusal} NOT_FOUND */
export function idOf(req: Request, what: Named): string {
  const { id } = req.params;
  if (typeof id !== 'string' || !SHAPE.test(id)) throw notFound(what);
  return id.toLowerCase();
}
