import type { Request, RequestHandler } from 'express';
import { HttpProblem } from './errors/http-problem.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * Refuses unsafe requests that another site makes a browser send (OWASP CSRF cheat sheet: fetch metadata, then Origin or Referer).
 * A request with an Authorization header is no business of this: it borrows no cookie.
 * @param publicOrigin null: the loopback names of the port that the request came in by.
 * @param allowed other origins that are trusted as our own.
 */
export const sameSite = (publicOrigin: string | null, allowed: readonly string[]): RequestHandler => {
  return (req, res, next) => {
    if (SAFE.has(req.method)) return next();
    res.vary('Sec-Fetch-Site').vary('Origin');
    if (
      req.headers.authorization === undefined &&
      !allowed.includes(req.headers.origin ?? '') &&
      !isOurOwn(req, publicOrigin)
    )
      throw new HttpProblem(403, 'CROSS_SITE', 'This request does not come from a page of this site.');
    next();
  };
};

function isOurOwn(req: Request, publicOrigin: string | null): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = req.headers.origin ?? originOf(req.headers.referer);
  if (origin === undefined) return req.headers.cookie === undefined;
  return publicOrigin === null ? isLoopback(origin, req.socket.localPort) : origin === publicOrigin;
}

function originOf(referer: string | undefined): string | undefined {
  if (referer === undefined) return undefined;
  return URL.canParse(referer) ? new URL(referer).origin : 'null';
}

const isLoopback = (origin: string, port: number | undefined): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].some((host) => origin === `http://${host}:${port}`);
