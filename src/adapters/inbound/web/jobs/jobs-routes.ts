import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { SignedIn } from '#application/identity/actor.ts';
import { noticeAfter } from '../notices.ts';
import { queryOf } from '../query-of.ts';
import { seeOther } from '../see-other.ts';
import { sendPage } from '../send-page.ts';
import { signedInPerson } from '../signed-in.ts';
import type { WebParts } from '../web-parts.ts';
import { jobPage } from './job-page.ts';
import { readJobQuery } from './job-query.ts';
import { jobsPage } from './jobs-page.ts';

/** What somebody's own jobs are doing. */
export function jobsRoutes(parts: WebParts): Router {
  const { readProfile, listJobs, findJob, changeJob, clock, onlyThese, idOf } = parts;
  const list = forPerson(async (actor, req, res) => {
    const request = readJobQuery(queryOf(req));
    const [user, page] = await Promise.all([readProfile.execute(actor), listJobs.execute(actor, request)]);
    sendPage(res, 200, jobsPage({ user, request, page, now: clock.now() }));
  });
  const show = forPerson(async (actor, req, res) => {
    const id = idOf(req, 'job');
    const [user, { row }] = await Promise.all([readProfile.execute(actor), findJob.execute(actor, id)]);
    sendPage(res, 200, jobPage({ user, row, now: clock.now(), notice: noticeAfter(queryOf(req)) }));
  });
  const cancel = forPerson(async (actor, req, res) => {
    const { row } = await changeJob.cancel(actor, idOf(req, 'job'));
    seeOther(res, `/jobs/${row.id}?after=cancel-job`);
  });
  const retry = forPerson(async (actor, req, res) => {
    const { row } = await changeJob.retry(actor, idOf(req, 'job'));
    seeOther(res, `/jobs/${row.id}?after=retry-job`);
  });
  const router = Router();
  router.route('/jobs').get(list).all(onlyThese);
  router.route('/jobs/:id').get(show).all(onlyThese);
  router.route('/jobs/:id/cancel').post(cancel).all(onlyThese);
  router.route('/jobs/:id/retry').post(retry).all(onlyThese);
  return router;
}

/** Whoever is not signed in is asked to, and comes back to the page. */
const forPerson =
  (answer: (actor: SignedIn, req: Request, res: Response) => Promise<void>): RequestHandler =>
  async (req, res) => {
    const actor = signedInPerson(res);
    if (actor) return await answer(actor, req, res);
    const page = req.method === 'POST' ? req.path.replace(/\/\w+$/, '') : req.originalUrl;
    seeOther(res, `/sign-in?${new URLSearchParams({ next: page })}`);
  };
