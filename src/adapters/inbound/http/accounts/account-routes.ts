import { Router } from 'express';
import { tags } from '#application/caching/tags.ts';
import { jsonBody, mergePatchBody } from '../body/json-body.ts';
import type { Cached } from '../caching/cached.ts';
import { keptApart } from '../caching/kept.ts';
import { revalidate } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { idOf } from '../path-id.ts';
import { scope } from '../who-asks.ts';
import type { AccountController } from './account-controller.ts';

const read = scope('operations:read');
const write = scope('operations:write');

const lists = keptApart('account-lists', (_req, owner) => [tags.accounts(owner), tags.ledger(owner)], {
  isCompressed: true,
});
const single = keptApart('accounts', (req, owner) => [tags.account(idOf(req, 'account')), tags.ledger(owner)], {
  isCompressed: false,
});

export function accountRoutes(accounts: AccountController, cached: Cached): Router {
  const router = Router();
  router
    .route('/')
    .get(read, cached(revalidate, accounts.list, lists))
    .post(write, jsonBody, accounts.create)
    .all(onlyThese);
  router
    .route('/:id')
    .get(read, cached(revalidate, accounts.read, single))
    .patch(write, mergePatchBody, accounts.change)
    .delete(write, accounts.delete)
    .all(onlyThese);
  return router;
}
