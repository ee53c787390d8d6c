import { Router } from 'express';
import type { Cached } from '../caching/cached.ts';
import { revalidate } from '../caching/policy.ts';
import { onlyThese } from '../only-these.ts';
import { adminOnly } from '../who-asks.ts';
import type { AuditController } from './audit-controller.ts';

export function auditRoutes(audit: AuditController, cached: Cached): Router {
  const router = Router();
  router.route('/').get(adminOnly, cached(revalidate, audit.list)).all(onlyThese);
  return router;
}
