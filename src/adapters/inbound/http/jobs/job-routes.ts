import { Router } from 'express';
import type { Cached } from '../caching/cached.ts';
import { declares, noStore, revalidate } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { scope } from '../who-asks.ts';
import type { JobController } from './job-controller.ts';
import type { JobEvents } from './job-events.ts';

const mine = scope('jobs');

export function jobRoutes(jobs: JobController, events: JobEvents, cached: Cached): Router {
  const router = Router();
  router.route('/').get(mine, cached(revalidate, jobs.list)).all(onlyThese);
  router.route('/:id').get(mine, cached(revalidate, jobs.read)).all(onlyThese);
  router.route('/:id/events').get(mine, declares(noStore, events.stream)).all(onlyThese);
  router.route('/:id/cancel').post(mine, jobs.cancel).all(onlyThese);
  router.route('/:id/retry').post(mine, jobs.retry).all(onlyThese);
  return router;
}
