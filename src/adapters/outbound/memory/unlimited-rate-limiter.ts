import type { Allowance, Limit, RateLimiter } from '#application/ports/rate-limiter.ts';

/** Counts nothing: something in front of Blotter does. */
export class UnlimitedRateLimiter implements RateLimiter {
  async consume(limit: Limit): Promise<Allowance> {
    return this.peek(limit);
  }

  async peek({ points, seconds }: Limit): Promise<Allowance> {
    return { allowed: true, overdrawn: false, remaining: points, resetSeconds: seconds };
  }

  async giveBack(): Promise<void> {}

  async clear(): Promise<void> {}
}
