import { type RequestHandler, Router } from 'express';
import { seeOther } from '../see-other.ts';
import { sendPage } from '../send-page.ts';
import { signedInPerson } from '../signed-in.ts';
import type { WebParts } from '../web-parts.ts';
import { signOutPage } from './sign-out-page.ts';

export function signOutRoutes({ endSession, onlyThese }: WebParts): Router {
  const show: RequestHandler = (_req, res) => sendPage(res, 200, signOutPage());
  const signOut: RequestHandler = async (req, res) => {
    await endSession(req, res);
    seeOther(res, '/sign-in?after=sign-out');
  };
  const router = Router();
  router.route('/sign-out').get(withSession, show).post(withSession, signOut).all(onlyThese);
  return router;
}

/** A session that is over already needs no end: its person wants to be where signing out leads. */
const withSession: RequestHandler = (_req, res, next) => {
  if (signedInPerson(res)) next();
  else seeOther(res, '/sign-in');
};
