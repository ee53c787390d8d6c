import { Router } from 'express';
import { tags } from '#application/caching/tags.ts';
import { jsonBody } from '../body/json-body.ts';
import type { Cached } from '../caching/cached.ts';
import { keptApart } from '../caching/kept.ts';
import { revalidate } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { scope } from '../who-asks.ts';
import type { InstrumentController } from './instrument-controller.ts';

const write = scope('operations:write');

const kept = keptApart('instruments', (_req, owner) => [tags.operations(owner), tags.ledger(owner)], {
  isCompressed: true,
});

export function instrumentRoutes(instruments: InstrumentController, cached: Cached): Router {
  const router = Router();
  router
    .route('/')
    .get(scope('operations:read'), cached(revalidate, instruments.list, kept))
    .all(onlyThese);
  router.route('/:alias').put(write, jsonBody, instruments.name).delete(write, instruments.forget).all(onlyThese);
  return router;
}
