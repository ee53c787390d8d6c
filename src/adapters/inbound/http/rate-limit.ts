import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Limit, RateLimiter } from '#application/ports/rate-limiter.ts';
import { HttpProblem } from './errors/http-problem.ts';
import { addressKey } from './session/client-of.ts';

/** A runaway program, not a fast one. */
export const API_LIMIT: Limit = { name: 'api', points: 600_000, seconds: 60 };
export const REGISTER_LIMIT: Limit = { name: 'register', points: 60, seconds: 60 };
/** What asks for a mail, or brings the token of one. */
export const MAIL_LIMIT: Limit = { name: 'mail', points: 20, seconds: 60 };

export type Limited = (limit: Limit, keyOf?: (req: Request, res: Response) => string) => RequestHandler;

/** Counts requests, by the address that they come from unless `keyOf` says otherwise, and refuses those beyond the limit with 429. */
export const limitedBy =
  (limiter: RateLimiter): Limited =>
  (limit, keyOf = addressKey) => {
    // draft-ietf-httpapi-ratelimit-headers
    const policy = `"${limit.name}";q=${limit.points};w=${limit.seconds}`;
    return async (req, res, next) => {
      const { allowed, remaining, resetSeconds } = await limiter.consume(limit, keyOf(req, res));
      res.setHeader('RateLimit-Policy', policy);
      res.setHeader('RateLimit', `"${limit.name}";r=${remaining};t=${resetSeconds}`);
      if (!allowed)
        throw new HttpProblem(429, 'TOO_MANY_REQUESTS', `Too many requests. Come back in ${resetSeconds} s.`, {
          'Retry-After': String(resetSeconds),
        });
      next();
    };
  };

/** The forms of the pages, by the same count as the API. */
export function limitedForms(limited: Limited): RequestHandler {
  const router = Router();
  router.post('/register', limited(REGISTER_LIMIT));
  for (const path of ['/forgot-password', '/reset-password', '/verify', '/verify/again'])
    router.post(path, limited(MAIL_LIMIT));
  return router;
}

/** Who is signed in is counted by who they are, wherever they come from. */
export const byPerson = (req: Request, res: Response): string => res.locals.actor?.userId ?? addressKey(req);
