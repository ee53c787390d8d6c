import { Router } from 'express';
import { noStore, says } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { scope } from '../who-asks.ts';
import type { ExportController } from './export-controller.ts';

export function exportRoutes(controller: ExportController): Router {
  const router = Router();
  router.route('/').get(scope('operations:read'), says(noStore), controller.download).all(onlyThese);
  return router;
}
