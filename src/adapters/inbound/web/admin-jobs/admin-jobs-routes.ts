import { type Request, type RequestHandler, type Response, Router } from 'express';
import { assertAdmin, type SignedIn } from '#application/identity/actor.ts';
import { readJobQuery } from '../jobs/job-query.ts';
import { noticeAfter } from '../notices.ts';
import { queryOf } from '../query-of.ts';
import { seeOther } from '../see-other.ts';
import { sendPage } from '../send-page.ts';
import { signInPage } from '../sign-in/sign-in-page.ts';
import { signedInPerson } from '../signed-in.ts';
import type { WebParts } from '../web-parts.ts';
import { boardJobPage } from './board-job-page.ts';
import { boardPage } from './board-page.ts';
import { retryFailedPage } from './retry-failed-page.ts';

/** Everybody's jobs, and who works on them, for admins. */
export function adminJobsRoutes(parts: WebParts): Router {
  const { readProfile, lookAfterJobs, clientOf, clock, onlyThese, idOf } = parts;
  const list = forAdmin(async (admin, req, res) => {
    const query = queryOf(req);
    const request = readJobQuery(query);
    const [user, overview, page] = await Promise.all([
      readProfile.execute(admin),
      lookAfterJobs.overview(admin),
      lookAfterJobs.list(admin, request),
    ]);
    sendPage(res, 200, boardPage({ user, overview, request, page, now: clock.now(), notice: noticeAfter(query) }));
  });
  const show = forAdmin(async (admin, req, res) => {
    const id = idOf(req, 'job');
    const [user, found] = await Promise.all([readProfile.execute(admin), lookAfterJobs.find(admin, id)]);
    sendPage(res, 200, boardJobPage({ user, ...found, now: clock.now(), notice: noticeAfter(queryOf(req)) }));
  });
  const cancel = forAdmin(async (admin, req, res) => {
    const id = idOf(req, 'job');
    await lookAfterJobs.cancel({ ...admin, client: clientOf(req) }, id);
    seeOther(res, `/admin/jobs/${id}?after=cancel-job`);
  });
  const retry = forAdmin(async (admin, req, res) => {
    const id = idOf(req, 'job');
    await lookAfterJobs.retry({ ...admin, client: clientOf(req) }, id);
    seeOther(res, `/admin/jobs/${id}?after=retry-job`);
  });
  const askToRetryFailed = forAdmin(async (admin, _req, res) => {
    const [user, { states }] = await Promise.all([readProfile.execute(admin), lookAfterJobs.overview(admin)]);
    sendPage(res, 200, retryFailedPage({ user, count: states.failed }));
  });
  const retryFailed = forAdmin(async (admin, req, res) => {
    const count = await lookAfterJobs.retryFailed({ ...admin, client: clientOf(req) });
    seeOther(res, `/admin/jobs?after=retry-failed&count=${count}`);
  });
  const router = Router();
  router.route('/admin/jobs').get(list).all(onlyThese);
  router.route('/admin/jobs/retry-failed').get(askToRetryFailed).post(retryFailed).all(onlyThese);
  router.route('/admin/jobs/:id').get(show).all(onlyThese);
  router.route('/admin/jobs/:id/cancel').post(cancel).all(onlyThese);
  router.route('/admin/jobs/:id/retry').post(retry).all(onlyThese);
  return router;
}

/** Nobody is answered 401, with the form to sign in; anybody else but an admin 403. */
const forAdmin =
  (answer: (admin: SignedIn, req: Request, res: Response) => Promise<void>): RequestHandler =>
  async (req, res) => {
    const actor = signedInPerson(res);
    if (!actor) {
      const next = req.method === 'POST' ? '/admin/jobs' : req.originalUrl;
      return sendPage(res, 401, signInPage({ next, notice: 'This is for admins. Sign in as one.' }));
    }
    assertAdmin(actor);
    await answer(actor, req, res);
  };
