import type { RequestHandler } from 'express';

/** What Express keeps of a handler, or of a route and its handlers. */
export type Layer = {
  readonly handle: RequestHandler & { readonly stack?: readonly Layer[] };
  readonly route?: Route;
};

export type Route = {
  readonly path: string;
  readonly stack: readonly { readonly method?: string; readonly handle: RequestHandler }[];
};

/** Of a router, in order. */
export const layersOf = (router: unknown): readonly Layer[] => (router as { readonly stack: readonly Layer[] }).stack;

/** Of a route, in order. */
export const handlersOfGet = ({ stack }: Route): RequestHandler[] =>
  stack.filter(({ method }) => method === 'get').map(({ handle }) => handle);
