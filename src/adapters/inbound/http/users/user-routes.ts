import { type RequestHandler, Router } from 'express';
import { mergePatchBody } from '../body/json-body.ts';
import { HttpProblem } from '../errors/http-problem.ts';
import { onlyThese } from '../only-these.ts';
import { actorOf, byLogin, scope } from '../who-asks.ts';
import type { AdminController } from './admin-controller.ts';
import type { SessionController } from './session-controller.ts';
import type { UserController } from './user-controller.ts';

const account = scope('account');

/** Refused before the body is read; the use cases ask again. */
const admin: RequestHandler[] = [
  byLogin,
  (_req, res, next) => {
    if (actorOf(res).role !== 'admin') throw new HttpProblem(403, 'FORBIDDEN', 'Only an admin keeps the users.');
    next();
  },
];

export function userRoutes(users: UserController, sessions: SessionController, admins: AdminController): Router {
  const router = Router();
  router.route('/me').get(account, users.me).patch(account, mergePatchBody, users.changeMe).all(onlyThese);
  router.route('/me/sessions').get(account, sessions.list).delete(account, sessions.endAll).all(onlyThese);
  router.route('/me/sessions/:id').delete(account, sessions.endOne).all(onlyThese);
  router.route('/').get(admin, admins.list).all(onlyThese);
  router.route('/sessions').delete(admin, sessions.endEverybodys).all(onlyThese);
  router
    .route('/:id')
    .get(admin, admins.read)
    .patch(admin, mergePatchBody, admins.decide)
    .delete(admin, admins.remove)
    .all(onlyThese);
  router.route('/:id/sessions').delete(admin, sessions.endAllOf).all(onlyThese);
  return router;
}
