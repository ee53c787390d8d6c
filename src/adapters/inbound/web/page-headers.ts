import type { Response } from 'express';

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];
const CSP = POLICY.join('; ');
/** For a script of ours, which asks us alone. */
const LIVE_CSP = [...POLICY, "script-src 'self'", "connect-src 'self'"].join('; ');

/**
 * No address leaves a page, as a link to reset a password holds its token. With `no-referrer` a form comes with `Origin: null` (Fetch §3.2):
 * where the connection is trusted (HTTPS, or this machine) `Sec-Fetch-Site` tells that it is ours, elsewhere only its origin can. There a
 * browser takes the last policy that it knows.
 */
const REFERRER = 'no-referrer';
const REFERRER_IN_CLEAR = 'no-referrer, strict-origin';
const THIS_MACHINE = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * A page runs nothing and loads nothing from elsewhere, is kept by nobody, and tells no other site where the reader was.
 * @param isLive it runs the script that keeps it up to date.
 */
export function setPageHeaders(res: Response, isLive = false): void {
  res.setHeader('Content-Security-Policy', isLive ? LIVE_CSP : CSP);
  const isTrusted = res.req.secure || THIS_MACHINE.test(res.req.hostname ?? '');
  res.setHeader('Referrer-Policy', isTrusted ? REFERRER : REFERRER_IN_CLEAR);
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
}
