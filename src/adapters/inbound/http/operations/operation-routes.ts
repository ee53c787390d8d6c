import { Router } from 'express';
import { jsonBody, mergePatchBody } from '../body/json-body.ts';
import { onlyThese } from '../only-these.ts';
import { scope } from '../who-asks.ts';
import type { OperationController } from './operation-controller.ts';

const read = scope('operations:read');
const write = scope('operations:write');

export function operationRoutes(operations: OperationController): Router {
  const router = Router();
  router.route('/').get(read, operations.list).post(write, jsonBody, operations.create).all(onlyThese);
  router
    .route('/:id')
    .get(read, operations.read)
    .put(write, jsonBody, operations.replace)
    .patch(write, mergePatchBody, operations.change)
    .delete(write, operations.delete)
    .all(onlyThese);
  router.route('/:id/history').get(read, operations.history).all(onlyThese);
  return router;
}
