import type { Request } from 'express';
import { notFound } from '#application/refusal.ts';
import { UUID_PATTERN } from '#domain/shared/uuid.ts';

const SHAPE = new RegExp(UUID_PATTERN);

/** The id in the path. What cannot be an id does not exist. @throws {Refusal} NOT_FOUND */
export function jobIdOf(req: Request): string {
  const { id } = req.params;
  if (typeof id !== 'string' || !SHAPE.test(id)) throw notFound('job');
  return id.toLowerCase();
}
