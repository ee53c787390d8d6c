import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** What the HTTP side tells the log: one line a request, and what went wrong. Never a body, a query or a header. */
export interface RequestLog {
  request(line: RequestLine): void;
  failure(res: Response, error: unknown): void;
  unavailable(res: Response, error: unknown): void;
}

export type RequestLine = {
  /** When it was over, in milliseconds since 1970. */
  readonly at: number;
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The matched route, such as `/api/v1/operations/:id`; undefined when none matched. */
  readonly route: string | undefined;
  readonly status: number;
  readonly milliseconds: number;
  readonly userId: string | undefined;
};

const WELL_FORMED_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** Gives the request its id (a well-formed incoming one is kept) and its one line in the log. */
export const requestLine =
  (log: RequestLog): RequestHandler =>
  (req, res, next) => {
    const start = performance.now();
    const given = req.headers['x-request-id'];
    const id = typeof given === 'string' && WELL_FORMED_ID.test(given) ? given : randomUUID();
    res.locals.requestId = id;
    res.setHeader('X-Request-Id', id);
    // 'close' comes after a whole answer and after a client that went away alike.
    res.once('close', () => {
      const path = pathOf(req.originalUrl);
      log.request({
        at: Date.now(),
        id,
        method: req.method,
        path,
        route: req.route ? routeOf(path, req.route.path) : undefined,
        status: res.writableFinished ? res.statusCode : 499,
        milliseconds: Math.round((performance.now() - start) * 100) / 100,
        userId: res.locals.actor?.userId,
      });
    });
    next();
  };

/** Of `/path?query`, or of the absolute form that a proxy may send (RFC 9112 §3.2.2). */
function pathOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path.startsWith('/') ? path : path.replace(/^[a-z]+:\/\/[^/]*/i, '');
}

/**
 * The router has forgotten its prefix by the time a request ends, so it is told from the path: what is left of it without as many parts as
 * the route's own pattern has. Prefixes are fixed texts, in whatever case they came.
 */
function routeOf(path: string, pattern: string): string {
  const own = withoutEnd(pattern);
  let end = withoutEnd(path).length;
  for (let at = own.indexOf('/'); at !== -1; at = own.indexOf('/', at + 1)) end = path.lastIndexOf('/', end - 1);
  return `${path.slice(0, end).toLowerCase()}${own}` || '/';
}

/** `/path` of `/path/`. */
const withoutEnd = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path);
