import { type RequestHandler, Router } from 'express';
import { formOrJsonBody, jsonBody } from '../body/json-body.ts';
import { HttpProblem } from '../errors/http-problem.ts';
import { onlyThese } from '../only-these.ts';
import { type Limited, MAIL_LIMIT, REGISTER_LIMIT } from '../rate-limit.ts';
import { signedIn } from '../who-asks.ts';
import type { AuthController } from './auth-controller.ts';
import { readCredentials } from './auth-schema.ts';
import type { MailedController } from './mailed-controller.ts';

export type SignInSteps = {
  /** Passport's local strategy: puts the user on the request, or refuses. */
  readonly proveIdentity: RequestHandler;
  readonly limited: Limited;
};

export function authRoutes(
  auth: AuthController,
  mailed: MailedController,
  { proveIdentity, limited }: SignInSteps,
): Router {
  const router = Router();
  const mail = [limited(MAIL_LIMIT), jsonBody];
  router.route('/register').post(limited(REGISTER_LIMIT), jsonBody, auth.register).all(onlyThese);
  router.route('/cookie/login').post(formOrJsonBody, wholeCredentials, proveIdentity, auth.cookieLogin).all(onlyThese);
  router.route('/cookie/logout').post(signedIn, withSession, auth.cookieLogout).all(onlyThese);
  router.route('/bearer/login').post(formOrJsonBody, wholeCredentials, proveIdentity, auth.bearerLogin).all(onlyThese);
  router.route('/bearer/logout').post(signedIn, withBearer, auth.bearerLogout).all(onlyThese);
  router.route('/forgot-password').post(mail, mailed.forgotPassword).all(onlyThese);
  router.route('/reset-password').post(mail, mailed.resetPassword).all(onlyThese);
  router.route('/request-verify-token').post(mail, mailed.requestVerifyToken).all(onlyThese);
  router.route('/verify').post(mail, mailed.verify).all(onlyThese);
  return router;
}

const wholeCredentials: RequestHandler = (req, _res, next) => {
  req.body = readCredentials(req.body);
  next();
};

const withSession: RequestHandler = (_req, res, next) => {
  if (!res.locals.session) throw new HttpProblem(401, 'NOT_SIGNED_IN', 'This request has no session to end.');
  next();
};

const withBearer: RequestHandler = (req, _res, next) => {
  if (req.headers.authorization === undefined)
    throw new HttpProblem(401, 'NOT_SIGNED_IN', 'This request has no bearer token to end.');
  next();
};
