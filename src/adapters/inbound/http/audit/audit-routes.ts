import { Router } from 'express';
import { onlyThese } from '../only-these.ts';
import { adminOnly } from '../who-asks.ts';
import type { AuditController } from './audit-controller.ts';

export function auditRoutes(audit: AuditController): Router {
  const router = Router();
  router.route('/').get(adminOnly, audit.list).all(onlyThese);
  return router;
}
