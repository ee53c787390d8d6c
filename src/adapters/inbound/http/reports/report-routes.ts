import { Router } from 'express';
import { jsonBody } from '../body/json-body.ts';
import type { Cached } from '../caching/cached.ts';
import { revalidate } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { scope } from '../who-asks.ts';
import type { ReportController } from './report-controller.ts';

const reports = scope('reports');

export function reportRoutes(controller: ReportController, cached: Cached): Router {
  const router = Router();
  router.route('/dashboard').post(reports, jsonBody, controller.request).all(onlyThese);
  router.route('/schedules').get(reports, cached(revalidate, controller.schedules)).all(onlyThese);
  router
    .route('/schedules/:rhythm')
    .put(reports, jsonBody, controller.setSchedule)
    .delete(reports, controller.removeSchedule)
    .all(onlyThese);
  return router;
}
