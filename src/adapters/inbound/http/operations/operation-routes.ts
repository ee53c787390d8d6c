import { Router } from 'express';
import { jsonBody, mergePatchBody } from '../body/json-body.ts';
import { onlyThese } from '../only-these.ts';
import { signedIn } from '../who-asks.ts';
import type { OperationController } from './operation-controller.ts';

export function operationRoutes(operations: OperationController): Router {
  const router = Router();
  router.route('/').get(signedIn, operations.list).post(signedIn, jsonBody, operations.create).all(onlyThese);
  router
    .route('/:id')
    .get(signedIn, operations.read)
    .put(signedIn, jsonBody, operations.replace)
    .patch(signedIn, mergePatchBody, operations.change)
    .delete(signedIn, operations.delete)
    .all(onlyThese);
  router.route('/:id/history').get(signedIn, operations.history).all(onlyThese);
  return router;
}
