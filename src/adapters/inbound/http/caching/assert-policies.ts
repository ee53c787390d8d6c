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
  const border = stack.findIndex(({ handle }) => handle === whoAsks);
  const faults = [...faultsIn(stack.slice(0, border), false), ...faultsIn(stack.slice(border), true)];
  if (faults.length > 0) throw new Error(`The cache policies are not sound. ${faults.join(' ')}`);
}

/** @param inherited what a router said before. */
function faultsIn(stack: readonly Layer[], isPersonal: boolean, inherited: Policy[] = []): string[] {
  let policies = inherited;
  return stack.flatMap(({ handle, route }) => {
    if (route) return faultOf(route, policies, isPersonal);
    const own = policyOf(handle);
    if (own) policies = [...policies, own];
    return handle.stack ? faultsIn(handle.stack, isPersonal, policies) : [];
  });
}

function faultOf({ path, stack }: NonNullable<Layer['route']>, inherited: Policy[], isPersonal: boolean): string[] {
  if (!stack.some(({ method }) => method === 'get')) return [];
  const own = stack.filter(({ method }) => method === 'get').map(({ handle }) => policyOf(handle));
  const policies = [...inherited, ...own].filter((policy) => policy !== undefined);
  if (policies.length !== 1) return [`GET ${path} declares ${policies.length} of them.`];
  return isPersonal && policies[0]?.isPublic ? [`GET ${path} is public, and may depend on who asks.`] : [];
}
