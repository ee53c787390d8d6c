/** So many points in a window that begins with the first of them. */
export type Limit = {
  /** Names the limit in headers and keys, such as `sign-in-account`. */
  readonly name: string;
  readonly points: number;
  /** Whole, from 1 to 2 million: a timer cannot be set to more than 24 days. */
  readonly seconds: number;
};

/** What is left of a limit for one key. */
export type Allowance = {
  /** False when more was asked for than is left. */
  readonly allowed: boolean;
  /** True for the first in a window that was counted and is not allowed. */
  readonly overdrawn: boolean;
  readonly remaining: number;
  /** Whole seconds until the window ends, at least 1 while it is open; `seconds` of the limit when nothing was counted yet. */
  readonly resetSeconds: number;
};

/** Counts events by key. Never throws: without its store a process counts for itself. */
export interface RateLimiter {
  /** Counts one more, also when it is not allowed. */
  consume(limit: Limit, key: string): Promise<Allowance>;

  /** Whether one more would be allowed, and what is left, without counting. */
  peek(limit: Limit, key: string): Promise<Allowance>;

  /** Takes back one that was counted; nothing when none is. */
  giveBack(limit: Limit, key: string): Promise<void>;

  /** Forgets what was counted. */
  clear(limit: Limit, key: string): Promise<void>;
}

/** A window that has begun. */
export type OpenWindow = { readonly counted: number; readonly milliseconds: number };

/**
 * What an adapter answers.
 * @param window null when nothing was counted yet.
 * @param more asked for, and not counted in the window.
 */
export const allowanceOf = ({ points, seconds }: Limit, window: OpenWindow | null, more: 0 | 1): Allowance => {
  const counted = window?.counted ?? 0;
  return {
    allowed: counted + more <= points,
    overdrawn: more === 0 && counted === points + 1,
    remaining: Math.max(points - counted, 0),
    resetSeconds: window === null ? seconds : Math.max(Math.ceil(window.milliseconds / 1_000), 1),
  };
};
