import type { Express } from 'express';

/** What Express's router keeps of a layer, as far as it is needed here. */
type Layer = {
  /** Where it is mounted, as it was given. */
  readonly rawPath: string;
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
};

/** `GET /api/v1/operations/:id` of every route of the application. */
export const mountedRoutes = (app: Express): readonly string[] =>
  routesOf((app.router as unknown as { stack: readonly Layer[] }).stack, '');

function routesOf(stack: readonly Layer[], prefix: string): readonly string[] {
  return stack.flatMap(({ rawPath, route, handle }) => {
    if (route) return methodsOf(route.methods).map((method) => `${method} ${joined(prefix, route.path)}`);
    return handle.stack ? routesOf(handle.stack, joined(prefix, rawPath)) : [];
  });
}

/** Without the handler that answers all other methods with 405. */
const methodsOf = (methods: Readonly<Record<string, boolean>>): readonly string[] =>
  Object.keys(methods)
    .filter((method) => method !== '_all')
    .map((method) => method.toUpperCase());

const joined = (prefix: string, path: string): string => `${prefix}${path}`.replace(/\/$/, '');
