import type { Express, RequestHandler } from 'express';
import { handlersOfGet, type Layer, layersOf, type Route } from '../layers.ts';
import { type Policy, policyOf } from './policy.ts';

/**
 * Every route that answers GET declares one cache policy, by itself or by its router, and none behind `whoAsks` a public one: what can
 * depend on who asks would be shown to others.
 * @throws {Error} naming each route where that is not so.
 */
export function assertPolicies(app: Express, whoAsks: RequestHandler): void {
  const faults = faultsIn(layersOf(app.router), { whoAsks, isPersonal: false, policies: [] });
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

function faultOf(route: Route, { policies: inherited, isPersonal }: Way): string[] {
  const own = handlersOfGet(route);
  if (own.length === 0) return [];
  const policies = [...inherited, ...own.map(policyOf)].filter((policy) => policy !== undefined);
  if (policies.length !== 1) return [`GET ${route.path} declares ${policies.length} of them.`];
  return isPersonal && policies[0]?.isPublic ? [`GET ${route.path} is public, and may depend on who asks.`] : [];
}
