import { Router } from 'express';
import { adminJobsRoutes } from './admin-jobs/admin-jobs-routes.ts';
import { forgotPasswordRoutes } from './forgot-password/forgot-password-routes.ts';
import { homeRoutes } from './home/home-routes.ts';
import { jobsRoutes } from './jobs/jobs-routes.ts';
import { registerRoutes } from './register/register-routes.ts';
import { resetPasswordRoutes } from './reset-password/reset-password-routes.ts';
import { signInRoutes } from './sign-in/sign-in-routes.ts';
import { signOutRoutes } from './sign-out/sign-out-routes.ts';
import { verifyRoutes } from './verify/verify-routes.ts';
import type { WebParts } from './web-parts.ts';

/** Every page, at the addresses that people see. GET changes nothing; a POST that did its work sends the browser on. */
export function webRoutes(parts: WebParts): Router {
  return Router().use(
    parts.keptByNobody,
    homeRoutes(parts),
    signInRoutes(parts),
    signOutRoutes(parts),
    registerRoutes(parts),
    forgotPasswordRoutes(parts),
    resetPasswordRoutes(parts),
    verifyRoutes(parts),
    jobsRoutes(parts),
    adminJobsRoutes(parts),
  );
}
