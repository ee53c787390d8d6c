import { Router } from 'express';
import { mergePatchBody } from '../body/json-body.ts';
import { onlyThese } from '../only-these.ts';
import { adminOnly, scope } from '../who-asks.ts';
import type { AdminController } from './admin-controller.ts';
import type { SessionController } from './session-controller.ts';
import type { UserController } from './user-controller.ts';

const account = scope('account');

export function userRoutes(users: UserController, sessions: SessionController, admins: AdminController): Router {
  const router = Router();
  router.route('/me').get(account, users.me).patch(account, mergePatchBody, users.changeMe).all(onlyThese);
  router.route('/me/sessions').get(account, sessions.list).delete(account, sessions.endAll).all(onlyThese);
  router.route('/me/sessions/:id').delete(account, sessions.endOne).all(onlyThese);
  router.route('/').get(adminOnly, admins.list).all(onlyThese);
  router.route('/sessions').delete(adminOnly, sessions.endEverybodys).all(onlyThese);
  router
    .route('/:id')
    .get(adminOnly, admins.read)
    .patch(adminOnly, mergePatchBody, admins.decide)
    .delete(adminOnly, admins.remove)
    .all(onlyThese);
  router.route('/:id/sessions').delete(adminOnly, sessions.endAllOf).all(onlyThese);
  return router;
}
