import type { Request, RequestHandler, Response } from 'express';
import type { SignedIn } from '#application/identity/actor.ts';
import type { Authenticate } from '#application/identity/authenticate.ts';
import type { Acting } from '#application/identity/doers.ts';
import type { Scope } from '#domain/identity/scope.ts';
import { HttpProblem } from './errors/http-problem.ts';
import { clientOf } from './session/client-of.ts';

const BEARER = /^Bearer +([\x21-\x7e]+)$/i;

/**
 * Finds out who asks: by the bearer token when there is an Authorization header (then cookies mean nothing), else by the session.
 * Nobody is an answer too: a route that needs somebody says so by `signedIn`.
 */
export const whoAsks =
  (authenticate: Authenticate): RequestHandler =>
  async (req, res, next) => {
    const { authorization } = req.headers;
    const { session } = res.locals;
    if (authorization !== undefined) {
      const secret = BEARER.exec(authorization)?.[1];
      if (secret !== undefined) res.locals.actor = await authenticate.byToken(secret);
    } else if (session) {
      res.locals.actor = await authenticate.bySession(session.id, session.session);
    }
    next();
  };

export const signedIn: RequestHandler = (_req, res, next) => {
  actorOf(res);
  next();
};

/** Somebody whose credential gives this: a login gives all that its user has, a personal access token its scopes. */
export const scope =
  (needed: Scope): RequestHandler =>
  (_req, res, next) => {
    const { scopes } = actorOf(res);
    if (scopes && !scopes.includes(needed)) throw insufficient(`This needs a token with the scope ${needed}.`, needed);
    next();
  };

/** Somebody who signed in, as no personal access token may do this. */
const byLogin: RequestHandler = (_req, res, next) => {
  if (actorOf(res).scopes) throw insufficient('This needs a session or the token of a login.');
  next();
};

/** An admin who signed in: refused before the body is read; the use cases ask again. */
export const adminOnly: RequestHandler[] = [
  byLogin,
  (_req, res, next) => {
    if (actorOf(res).role !== 'admin') throw new HttpProblem(403, 'FORBIDDEN', 'This is for admins.');
    next();
  },
];

/** RFC 6750 §3.1 */
function insufficient(detail: string, needed?: Scope): HttpProblem {
  const challenge = `Bearer error="insufficient_scope"${needed ? `, scope="${needed}"` : ''}`;
  return new HttpProblem(403, 'INSUFFICIENT_SCOPE', detail, { 'WWW-Authenticate': challenge });
}

/** @throws {HttpProblem} 401 when nobody is signed in. */
export function actorOf(res: Response): SignedIn {
  const { actor } = res.locals;
  if (!actor) throw new HttpProblem(401, 'NOT_SIGNED_IN', 'Sign in first: this needs a session or a bearer token.');
  return actor;
}

/** The same, and where they are. @throws {HttpProblem} 401 when nobody is signed in. */
export const actingOf = (req: Request, res: Response): Acting => ({ ...actorOf(res), client: clientOf(req) });

/** The secret of a request that came with one. */
export const bearerSecret = (authorization: string | undefined): string | undefined =>
  BEARER.exec(authorization ?? '')?.[1];
