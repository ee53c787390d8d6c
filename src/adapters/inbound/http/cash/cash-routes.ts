import { Router } from 'express';
import { tags } from '#application/caching/tags.ts';
import type { Cached } from '../caching/cached.ts';
import { keptApart } from '../caching/kept.ts';
import { revalidate } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { scope } from '../who-asks.ts';
import type { CashController } from './cash-controller.ts';

const kept = keptApart('cash', (_req, owner) => [tags.operations(owner), tags.ledger(owner), tags.accounts(owner)], {
  isCompressed: true,
});

export function cashRoutes(cash: CashController, cached: Cached): Router {
  const router = Router();
  router
    .route('/')
    .get(scope('operations:read'), cached(revalidate, cash.list, kept))
    .all(onlyThese);
  return router;
}
