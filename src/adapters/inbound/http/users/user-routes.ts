import { Router } from 'express';
import { onlyThese } from '../only-these.ts';
import { signedIn } from '../who-asks.ts';
import type { UserController } from './user-controller.ts';

export function userRoutes(users: UserController): Router {
  const router = Router();
  router.route('/me').get(signedIn, users.me).all(onlyThese);
  return router;
}
