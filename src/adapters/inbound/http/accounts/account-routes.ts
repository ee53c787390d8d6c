import { Router } from 'express';
import { jsonBody, mergePatchBody } from '../body/json-body.ts';
import { onlyThese } from '../only-these.ts';
import { scope } from '../who-asks.ts';
import type { AccountController } from './account-controller.ts';

const read = scope('operations:read');
const write = scope('operations:write');

export function accountRoutes(accounts: AccountController): Router {
  const router = Router();
  router.route('/').get(read, accounts.list).post(write, jsonBody, accounts.create).all(onlyThese);
  router
    .route('/:id')
    .get(read, accounts.read)
    .patch(write, mergePatchBody, accounts.change)
    .delete(write, accounts.delete)
    .all(onlyThese);
  return router;
}
