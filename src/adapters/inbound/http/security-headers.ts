import type { RequestHandler } from 'express';

const HSTS = 'max-age=31536000; includeSubDomains';

/** What every answer says (OWASP secure headers; what helmet sets and more). The policy is that of data: a page has one of its own. */
const HEADERS = Object.entries({
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
});

const THIS_MACHINE = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/** HTTP alone says nothing of HTTPS (RFC 6797 §7.2), nor what browsers heed, and complain of elsewhere, only where they trust the connection. */
export const securityHeaders =
  (https: boolean): RequestHandler =>
  (req, res, next) => {
    for (const [name, value] of HEADERS) res.setHeader(name, value);
    if (https || THIS_MACHINE.test(req.headers.host ?? '')) {
      res.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      res.setHeader('Origin-Agent-Cluster', '?1');
    }
    if (https) res.setHeader('Strict-Transport-Security', HSTS);
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
