import { Router } from 'express';
import { jsonBody, mergePatchBody } from '../body/json-body.ts';
import { onlyThese } from '../only-these.ts';
import { signedIn } from '../who-asks.ts';
import type { AccountController } from './account-controller.ts';

export function accountRoutes(accounts: AccountController): Router {
  const router = Router();
  router.route('/').get(signedIn, accounts.list).post(signedIn, jsonBody, accounts.create).all(onlyThese);
  router
    .route('/:id')
    .get(signedIn, accounts.read)
    .patch(signedIn, mergePatchBody, accounts.change)
    .delete(signedIn, accounts.delete)
    .all(onlyThese);
  return router;
}
