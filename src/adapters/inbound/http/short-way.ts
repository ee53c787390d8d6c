import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { isKept } from './caching/policy.ts';
import { handlersOfGet, layersOf } from './layers.ts';

/** A router, and where it is mounted. */
export type Mounted = { readonly path: string; readonly router: RequestHandler };

type Way = {
  readonly route: { readonly path: string };
  readonly baseUrl: string;
  readonly handlers: readonly RequestHandler[];
};

/** Nothing else is looked for: another segment can be the name of a route of its own. */
const ID = /^[A-Fa-f0-9-]{36}$/;

/**
 * Answers that are kept are asked for most, and to look for their route costs more than to answer. So GET goes straight to such a route,
 * through the same handlers in the same order. What is not spelt as usual goes the long way.
 * @param before what a request passes through on its way to these routers.
 */
export function takeShortWay(
  app: Express,
  before: readonly RequestHandler[],
  mounted: readonly Mounted[],
  onError: (error: unknown, req: Request, res: Response, next: NextFunction) => void,
): void {
  const ways = new Map(mounted.flatMap(({ path, router }) => waysTo(path, router, before)));
  const { handle: longWay } = app as unknown as {
    readonly handle: (req: Request, res: Response, next: NextFunction) => void;
  };
  const handle = (req: Request, res: Response, next: NextFunction): void => {
    const found = req.method === 'GET' ? find(ways, req.url) : undefined;
    if (found) go(app, found, req, res, (error) => onError(error, req, res, next));
    else longWay.call(app, req, res, next);
  };
  Object.assign(app, { handle });
}

function waysTo(baseUrl: string, router: RequestHandler, before: readonly RequestHandler[]): [string, Way][] {
  return layersOf(router).flatMap(({ route }) => {
    const own = route ? handlersOfGet(route) : [];
    if (route === undefined || !own.some(isKept)) return [];
    return [[`${baseUrl}${route.path}`, { route, baseUrl, handlers: [...before, ...own] }]];
  });
}

type Found = { readonly way: Way; readonly id?: string };

function find(ways: ReadonlyMap<string, Way>, url: string): Found | undefined {
  const at = url.indexOf('?');
  const path = at === -1 ? url : url.slice(0, at);
  const list = ways.get(`${path}/`);
  if (list) return { way: list };
  const end = path.lastIndexOf('/');
  const id = path.slice(end + 1);
  const way = ID.test(id) ? ways.get(`${path.slice(0, end)}/:id`) : undefined;
  return way && { way, id };
}

/** With all that Express gives to a request and a response. */
function go(app: Express, { way, id }: Found, req: Request, res: Response, onError: (error: unknown) => void): void {
  Object.setPrototypeOf(req, app.request);
  Object.setPrototypeOf(res, app.response);
  req.res = res;
  req.originalUrl = req.url;
  req.baseUrl = way.baseUrl;
  req.route = way.route;
  req.params = { id } as never;
  res.req = req;
  res.locals ??= Object.create(null);
  run(way.handlers, req, res, onError);
}

/** As Express does it: each calls the next, and what it throws, or rejects with, is handled. */
function run(
  handlers: readonly RequestHandler[],
  req: Request,
  res: Response,
  onError: (error: unknown) => void,
): void {
  let at = 0;
  const next = (error?: unknown): void => {
    if (error) {
      onError(error);
      return;
    }
    const handler = handlers[at];
    at += 1;
    try {
      const work: unknown = handler?.(req, res, next);
      if (work instanceof Promise) work.catch(onError);
    } catch (thrown) {
      onError(thrown);
    }
  };
  next();
}
