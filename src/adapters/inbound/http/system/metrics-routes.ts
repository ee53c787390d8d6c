import { Router } from 'express';
import { noStore, says } from '../caching/policy.ts';
import { HttpProblem } from '../errors/http-problem.ts';
import { onlyThese } from '../only-these.ts';
import { actorOf } from '../who-asks.ts';

export type MetricsText = { readonly contentType: string; readonly text: () => Promise<string> };

/** Prometheus metrics, for admins. */
export function metricsRoutes(metrics: MetricsText): Router {
  const router = Router();
  router
    .route('/metrics')
    .get(says(noStore), async (_req, res) => {
      if (actorOf(res).role !== 'admin') throw new HttpProblem(403, 'FORBIDDEN', 'Metrics are for admins.');
      res.setHeader('Content-Type', metrics.contentType);
      res.end(await metrics.text());
    })
    .all(onlyThese);
  return router;
}
