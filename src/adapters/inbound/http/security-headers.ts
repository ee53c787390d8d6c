import type { RequestHandler } from 'express';

const HSTS = 'max-age=31536000; includeSubDomains';

/** What every answer of the API says: it is data, no page. Few on purpose: each header costs on every request. */
export const securityHeaders =
  (https: boolean): RequestHandler =>
  (_req, res, next) => {
    res.setHeader('X-Content-Type-Options', 'nosniff');
    res.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    res.setHeader('Referrer-Policy', 'no-referrer');
    if (https) res.setHeader('Strict-Transport-Security', HSTS);
    next();
  };

/** Until a route says better: whatever depends on who asks is kept by nobody. */
export const personal: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Vary', 'Authorization, Cookie');
  next();
};
