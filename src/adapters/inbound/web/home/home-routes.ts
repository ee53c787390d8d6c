import { type RequestHandler, Router } from 'express';
import { noticeAfter } from '../notices.ts';
import { queryOf } from '../query-of.ts';
import { seeOther } from '../see-other.ts';
import { sendPage } from '../send-page.ts';
import { signedInPerson } from '../signed-in.ts';
import type { WebParts } from '../web-parts.ts';
import { homePage } from './home-page.ts';

const NEWEST = { filter: {}, newestFirst: true, limit: 20, after: null } as const;

export function homeRoutes({ readProfile, listOperations, onlyThese }: WebParts): Router {
  const show: RequestHandler = async (req, res) => {
    const actor = signedInPerson(res);
    if (!actor) return seeOther(res, '/sign-in');
    const [user, { rows, more }] = await Promise.all([
      readProfile.execute(actor),
      listOperations.execute(actor, NEWEST),
    ]);
    sendPage(res, 200, homePage({ user, rows, more, notice: noticeAfter(queryOf(req)) }));
  };
  const router = Router();
  router.route('/').get(show).all(onlyThese);
  return router;
}
