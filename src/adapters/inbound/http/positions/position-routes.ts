import { Router } from 'express';
import { tags } from '#application/caching/tags.ts';
import type { Cached } from '../caching/cached.ts';
import { keptApart } from '../caching/kept.ts';
import { revalidate } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { scope } from '../who-asks.ts';
import type { PositionController } from './position-controller.ts';

const read = scope('operations:read');

/** Also of the owner's time zone. */
const kept = keptApart(
  'positions',
  (_req, owner) => [tags.operations(owner), tags.ledger(owner), tags.accounts(owner), tags.person(owner)],
  // They may be megabytes, which change with each write.
  { isCompressed: false },
);

export function positionRoutes(positions: PositionController, cached: Cached): Router {
  const router = Router();
  router
    .route('/')
    .get(read, cached(revalidate, positions.list, kept))
    .all(onlyThese);
  router
    .route('/:instrument/lots')
    .get(read, cached(revalidate, positions.lots, kept))
    .all(onlyThese);
  return router;
}
