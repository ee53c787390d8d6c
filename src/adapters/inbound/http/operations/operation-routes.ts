import { Router } from 'express';
import { tags } from '#application/caching/tags.ts';
import { batchBody, jsonBody, mergePatchBody } from '../body/json-body.ts';
import type { Cached } from '../caching/cached.ts';
import { keptApart } from '../caching/kept.ts';
import { revalidate } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { idOf } from '../path-id.ts';
import { scope } from '../who-asks.ts';
import type { OperationController } from './operation-controller.ts';

const read = scope('operations:read');
const write = scope('operations:write');

/** Also of the owner's time zone, in which days begin and end. */
const lists = keptApart(
  'operation-lists',
  (_req, owner) => [tags.operations(owner), tags.ledger(owner), tags.person(owner)],
  { isCompressed: true },
);
/** Its ETag is the version, which If-Match takes: it has one representation. */
const single = keptApart('operations', (req, owner) => [tags.operation(idOf(req, 'operation')), tags.ledger(owner)], {
  isCompressed: false,
});

export function operationRoutes(operations: OperationController, cached: Cached): Router {
  const router = Router();
  router
    .route('/')
    .get(read, cached(revalidate, operations.list, lists))
    .post(write, jsonBody, operations.create)
    .all(onlyThese);
  router.route('/batch').post(write, batchBody, operations.batch).all(onlyThese);
  router
    .route('/:id')
    .get(read, cached(revalidate, operations.read, single))
    .put(write, jsonBody, operations.replace)
    .patch(write, mergePatchBody, operations.change)
    .delete(write, operations.delete)
    .all(onlyThese);
  router.route('/:id/history').get(read, cached(revalidate, operations.history)).all(onlyThese);
  return router;
}
