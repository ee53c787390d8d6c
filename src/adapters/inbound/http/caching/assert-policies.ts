import type { Express, RequestHandler } from 'express';
import { type Policy, policyOf } from './policy.ts';

type Layer = {
  readonly handle: RequestHandler & { readonly stack?: readonly Layer[] };
  readonly route?: { readonly path: string; readonly stack: readonly (Layer & { readonly method?: string })[] };
};

/**
 * Every route that answers GET declares one cache policy, by itself or by its router, and none behind `whoAsks` a public one: what can
 * depend on who asks would be shown to others.
 * @throws {Error} naming each route where that is not so.
 */
export function assertPolicies(app: Express, whoAsks: RequestHandler): void {
  const { stack } = app.router as unknown as { readonly stack: readonly Layer[] };
  const faults = faultsIn(stack, { whoAsks, isPersonal: false, policies: [] });
  if (faults.length > 0) throw new Error(`The cache policies are not sound. ${faults.join(' ')}`);
}

/** What came before, on the way to a route. */
type Way = {
  readonly whoAsks: RequestHandler;
  /** It was asked who asks. */
  readonly isPersonal: boolean;
  /** What routers said. */
  readonly policies: readonly Policy[];
};

function faultsIn(stack: readonly Layer[], before: Way): string[] {
  let way = before;
  return stack.flatMap(({ handle, route }) => {
    if (route) return faultOf(route, way);
    const policy = policyOf(handle);
    if (policy) way = { ...way, policies: [...way.policies, policy] };
    if (handle === way.whoAsks) way = { ...way, isPersonal: true };
    return handle.stack ? faultsIn(handle.stack, way) : [];
  });
}

function faultOf({ path, stack }: NonNullable<Layer['route']>, { policies: inherited, isPersonal }: Way): string[] {
  if (!stack.some(({ method }) => method === 'get')) return [];
  const own = stack.filter(({ method }) => method === 'get').map(({ handle }) => policyOf(handle));
  const policies = [...inherited, ...own].filter((policy) => policy !== undefined);
  if (policies.length !== 1) return [`GET ${path} declares ${policies.length} of them.`];
  return isPersonal && policies[0]?.isPublic ? [`GET ${path} is public, and may depend on who asks.`] : [];
}
