import type { Request, RequestHandler } from 'express';

/** What clients, and caches between, may do with the answers of a route (RFC 9111 §5.2.2). It says nothing of what is kept on the server. */
export type Policy = {
  readonly cacheControl: string;
  /** Caches that serve several people may keep it. */
  readonly isPublic: boolean;
};

/** For that person's client alone, which need not ask again for so many seconds. */
export const privateFor = (seconds: number): Policy => ({
  cacheControl: `private, max-age=${seconds}`,
  isPublic: false,
});

/** For that person's client alone, which asks before each use whether it is still so. */
export const revalidate: Policy = { cacheControl: 'private, no-cache', isPublic: false };

/** For everybody. */
export const publicFor = (seconds: number): Policy => ({
  cacheControl: `public, max-age=${seconds}`,
  isPublic: true,
});

/** For everybody, and for good: what it is, is in its address (RFC 8246). */
export const immutable: Policy = { cacheControl: 'public, max-age=31536000, immutable', isPublic: true };

/** For nobody. */
export const noStore: Policy = { cacheControl: 'no-store', isPublic: false };

/** An answer repeats the request's own X-Request-Id: with that it is for nobody else. */
export const cacheControlOf = ({ cacheControl, isPublic }: Policy, { headers }: Request): string =>
  isPublic && headers['x-request-id'] !== undefined ? cacheControl.replace('public', 'private') : cacheControl;

const POLICY = Symbol('cache policy');
const KEPT = Symbol('kept on the server');

type Declaring = { readonly [POLICY]?: Policy; readonly [KEPT]?: boolean };

/** Marks the handler as one that answers by this policy, and maybe from what is kept on the server. */
export const declares = <Handler extends RequestHandler>(policy: Policy, handler: Handler, kept = false): Handler =>
  Object.assign(handler, { [POLICY]: policy, [KEPT]: kept });

export const policyOf = (handler: RequestHandler & Declaring): Policy | undefined => handler[POLICY];

export const isKept = (handler: RequestHandler & Declaring): boolean => handler[KEPT] === true;

/** Answers what comes after it by this policy, unless that fails. */
export const says = (policy: Policy): RequestHandler =>
  declares(policy, (req, res, next) => {
    res.setHeader('Cache-Control', cacheControlOf(policy, req));
    next();
  });
