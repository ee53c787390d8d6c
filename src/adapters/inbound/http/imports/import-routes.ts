import { Router } from 'express';
import { mergePatchBody } from '../body/json-body.ts';
import type { Cached } from '../caching/cached.ts';
import { noStore, revalidate, says } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { scope } from '../who-asks.ts';
import type { ImportController } from './import-controller.ts';

const allowed = scope('imports');

export function importRoutes(imports: ImportController, cached: Cached): Router {
  const router = Router();
  router.route('/').get(allowed, cached(revalidate, imports.list)).post(allowed, imports.create).all(onlyThese);
  router
    .route('/:id')
    .get(allowed, cached(revalidate, imports.read))
    .patch(allowed, mergePatchBody, imports.correct)
    .delete(allowed, imports.delete)
    .all(onlyThese);
  router.route('/:id/rows').get(allowed, cached(revalidate, imports.rows)).all(onlyThese);
  router.route('/:id/errors.csv').get(allowed, says(noStore), imports.errors).all(onlyThese);
  router.route('/:id/commit').post(allowed, imports.commit).all(onlyThese);
  router.route('/:id/undo').post(allowed, imports.undo).all(onlyThese);
  return router;
}
