import { Router } from 'express';
import { jsonBody } from '../body/json-body.ts';
import { noStore, says } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { scope } from '../who-asks.ts';
import type { TokenController } from './token-controller.ts';

const account = scope('account');

export function tokenRoutes(tokens: TokenController): Router {
  const router = Router();
  router.route('/').get(account, says(noStore), tokens.list).post(account, jsonBody, tokens.create).all(onlyThese);
  router.route('/:id').delete(account, tokens.delete).all(onlyThese);
  return router;
}
