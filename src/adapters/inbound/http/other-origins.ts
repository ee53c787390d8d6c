import cors from 'cors';
import type { RequestHandler } from 'express';

const TOLD = [
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
];

/**
 * Lets pages of these origins read what the API answers (Fetch, CORS protocol), by bearer token: never with cookies. What is asked before a
 * request goes on to the route, which knows its methods.
 */
export const otherOrigins = (origins: readonly string[]): RequestHandler =>
  cors({
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: TOLD,
    maxAge: 600,
    preflightContinue: true,
  });
