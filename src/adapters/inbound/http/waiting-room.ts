import type { Express } from 'express';
import { Refusal } from '#application/refusal.ts';
import { plainApp } from './app.ts';
import { problemHandler } from './errors/problem-handler.ts';
import { type RequestLog, requestLine } from './request-log.ts';
import { securityHeaders } from './security-headers.ts';
import { healthRoutes } from './system/health-routes.ts';

type WaitingRoomParts = { readonly log: RequestLog; readonly https: boolean };

/** Answers while a process waits for its database: it lives, it is not ready, and nothing else can be asked of it. */
export function createWaitingRoom({ log, https }: WaitingRoomParts): Express {
  const app = plainApp(https);
  app.use(requestLine(log), securityHeaders(https), (_req, res, next) => {
    // The next request of its client is for the house itself.
    res.setHeader('Connection', 'close');
    next();
  });
  app.use(healthRoutes([{ part: 'database', check: () => Promise.reject(new Error('is waited for')) }]));
  app.use(() => {
    const facts = { part: 'database' };
    throw new Refusal('UNAVAILABLE', 'Blotter waits for its database. Try again shortly.', { facts });
  });
  app.use(problemHandler(log));
  return app;
}
