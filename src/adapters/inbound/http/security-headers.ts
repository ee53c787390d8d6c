import type { RequestHandler } from 'express';

const HSTS = 'max-age=31536000; includeSubDomains';

/** What every answer says (OWASP secure headers; what helmet sets and more). The policy is that of data: a page has one of its own. */
const SECURITY = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-DNS-Prefetch-Control': 'off',
  'X-Download-Options': 'noopen',
  'X-Frame-Options': 'DENY',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'X-XSS-Protection': '0',
};

/** What every answer says, whatever it is. */
export const ofEveryAnswer = (https: boolean): Readonly<Record<string, string>> =>
  https ? { ...SECURITY, 'Strict-Transport-Security': HSTS } : SECURITY;

const THIS_MACHINE = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/** HTTP alone says nothing of HTTPS (RFC 6797 §7.2), nor what browsers heed, and complain of elsewhere, only where they trust the connection. */
export const securityHeaders =
  (https: boolean): RequestHandler =>
  (req, res, next) => {
    if (https || THIS_MACHINE.test(req.headers.host ?? '')) {
      res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      res.setHeader('Origin-Agent-Cluster', '?1');
    }
    next();
  };

/** Until a route says better: whatever depends on who asks is kept by nobody. */
export const personal = (hasOtherOrigins: boolean): RequestHandler => {
  const vary = hasOtherOrigins ? 'Authorization, Cookie, Origin' : 'Authorization, Cookie';
  return (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    res.setHeader('Vary', vary);
    next();
  };
};
