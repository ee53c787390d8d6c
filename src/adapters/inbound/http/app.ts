import express, { type ErrorRequestHandler, type Express, type RequestHandler, Router } from 'express';
import { assertPolicies } from './caching/assert-policies.ts';
import { HttpProblem } from './errors/http-problem.ts';
import { problemHandler } from './errors/problem-handler.ts';
import type {} from './express-types.ts';
import { oneHost } from './one-host.ts';
import { otherOrigins } from './other-origins.ts';
import { keepHeadersPlain } from './plain-headers.ts';
import { type RequestLog, requestLine } from './request-log.ts';
import { sameSite } from './same-site.ts';
import { ofEveryAnswer, personal, securityHeaders } from './security-headers.ts';
import { takeShortWay } from './short-way.ts';

export type AppParts = {
  readonly log: RequestLog;
  /** The origin people type; null in the default, where it is any loopback name of the port. */
  readonly publicOrigin: string | null;
  readonly https: boolean;
  readonly trustProxy: readonly string[];
  /** Whose pages may use the API too; nobody's by default. */
  readonly corsOrigins: readonly string[];
  readonly lookUpSession: RequestHandler;
  readonly whoAsks: RequestHandler;
  readonly health: RequestHandler;
  readonly metrics: RequestHandler;
  /** The OpenAPI document. */
  readonly contract: RequestHandler;
  readonly documents: RequestHandler;
  /** Counts every request of the API. */
  readonly limited: RequestHandler;
  readonly auth: RequestHandler;
  readonly users: RequestHandler;
  readonly tokens: RequestHandler;
  readonly audit: RequestHandler;
  readonly accounts: RequestHandler;
  readonly operations: RequestHandler;
  readonly exports: RequestHandler;
  readonly imports: RequestHandler;
  readonly positions: RequestHandler;
  readonly cash: RequestHandler;
  readonly instruments: RequestHandler;
  readonly jobs: RequestHandler;
  readonly reports: RequestHandler;
  /** What the pages load; depends on nobody. */
  readonly assets: RequestHandler;
  readonly formLimits: RequestHandler;
  readonly pages: RequestHandler;
  /** Answers people with a page what programs get as problem+json. */
  readonly pageErrors: ErrorRequestHandler;
};

/** First comes what is asked for most, as a router tries one after the other. */
const apiRoutes = (parts: AppParts, identified: readonly RequestHandler[]): Router =>
  Router()
    .use(parts.contract)
    .use([...identified], parts.limited)
    .use('/operations', parts.operations)
    .use('/accounts', parts.accounts)
    .use('/export', parts.exports)
    .use('/imports', parts.imports)
    .use('/positions', parts.positions)
    .use('/cash', parts.cash)
    .use('/instruments', parts.instruments)
    .use('/jobs', parts.jobs)
    .use('/reports', parts.reports)
    .use('/users', parts.users)
    .use('/auth', parts.auth)
    .use('/tokens', parts.tokens)
    .use('/audit', parts.audit)
    .use(nothingHere);

const nothingHere: RequestHandler = () => {
  throw new HttpProblem(404, 'NOT_FOUND', 'There is nothing at this address.');
};

/** An app without a route yet, which tells nobody what it is made of. @param https whether it is served by it. */
export function plainApp(https: boolean): Express {
  const app = express();
  keepHeadersPlain(app, ofEveryAnswer(https));
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  // Elsewhere Express itself answers what nobody else can, with the stack.
  return app.set('env', 'production');
}

/** The whole HTTP side, in the order in which a request passes through it. @throws {Error} when the cache policies of its routes are not sound. */
export function createApp(parts: AppParts): Express {
  const app = plainApp(parts.https);
  app.set('trust proxy', parts.trustProxy.length > 0 ? [...parts.trustProxy] : false);
  const first = [requestLine(parts.log), securityHeaders(parts.https), oneHost];
  app.use(first);
  if (parts.corsOrigins.length > 0) app.use('/api', otherOrigins(parts.corsOrigins));
  const identified = [
    personal(parts.corsOrigins.length > 0),
    sameSite(parts.publicOrigin, parts.corsOrigins),
    parts.lookUpSession,
    parts.whoAsks,
  ];
  app.use('/api/v1', apiRoutes(parts, identified));
  app.use(parts.health);
  app.use('/api/docs', parts.documents);
  app.use(parts.assets);
  app.use(identified, parts.metrics, parts.formLimits, parts.pages, nothingHere);
  // Twice, as an error can be such that handling it fails.
  app.use(parts.pageErrors, problemHandler(parts.log), problemHandler(parts.log));
  assertPolicies(app, parts.whoAsks);
  if (parts.corsOrigins.length === 0)
    takeShortWay(
      app,
      [...first, ...identified, parts.limited],
      [
        { path: '/api/v1/operations', router: parts.operations },
        { path: '/api/v1/accounts', router: parts.accounts },
      ],
      problemHandler(parts.log),
    );
  return app;
}
