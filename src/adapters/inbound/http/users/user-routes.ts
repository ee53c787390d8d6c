import { Router } from 'express';
import { mergePatchBody } from '../body/json-body.ts';
import type { Cached } from '../caching/cached.ts';
import { noStore, revalidate, says } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { adminOnly, scope } from '../who-asks.ts';
import type { AdminController } from './admin-controller.ts';
import type { SessionController } from './session-controller.ts';
import type { UserController } from './user-controller.ts';

const account = scope('account');

export type UserControllers = {
  readonly users: UserController;
  readonly sessions: SessionController;
  readonly admins: AdminController;
};

export function userRoutes({ users, sessions, admins }: UserControllers, cached: Cached): Router {
  const router = Router();
  router
    .route('/me')
    .get(account, cached(revalidate, users.me))
    .patch(account, mergePatchBody, users.changeMe)
    .all(onlyThese);
  router
    .route('/me/sessions')
    .get(account, says(noStore), sessions.list)
    .delete(account, sessions.endAll)
    .all(onlyThese);
  router.route('/me/sessions/:id').delete(account, sessions.endOne).all(onlyThese);
  router.route('/').get(adminOnly, cached(revalidate, admins.list)).all(onlyThese);
  router.route('/sessions').delete(adminOnly, sessions.endEverybodys).all(onlyThese);
  router
    .route('/:id')
    .get(adminOnly, cached(revalidate, admins.read))
    .patch(adminOnly, mergePatchBody, admins.decide)
    .delete(adminOnly, admins.remove)
    .all(onlyThese);
  router.route('/:id/sessions').delete(adminOnly, sessions.endAllOf).all(onlyThese);
  return router;
}
