import type { Client } from '../ports/access-token-repository.ts';
import type { Limit, RateLimiter } from '../ports/rate-limiter.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { tooManyRequests } from '../refusal.ts';
import { stranger } from './doers.ts';

/** Failures, as a success takes its own count back. */
const BY_ACCOUNT: Limit = { name: 'sign-in-account', points: 5, seconds: 300 };
const BY_ADDRESS: Limit = { name: 'sign-in-address', points: 10, seconds: 60 };

type Attempt = {
  /** Null for what is no address, which belongs to no account. */
  readonly email: string | null;
  readonly address: string;
  readonly device: string | null;
  readonly client: Client;
};

/**
 * How often a password may be guessed: so many failures for an account and from an address, counted before anything is looked up, so that it
 * costs no hash and tells nothing. A browser in which the person signed in before is counted by itself, so that no stranger's guesses keep
 * them out (A-L1).
 */
export class AttemptLimits {
  readonly #limiter: RateLimiter;
  readonly #unitOfWork: UnitOfWork;

  constructor(limiter: RateLimiter, unitOfWork: UnitOfWork) {
    this.#limiter = limiter;
    this.#unitOfWork = unitOfWork;
  }

  /** Counts an attempt; what is returned takes it back when it succeeds. @throws {Refusal} TOO_MANY_REQUESTS */
  async begin(attempt: Attempt): Promise<() => Promise<void>> {
    const { email, address, device } = attempt;
    if (device !== null) return this.#count(attempt, BY_ACCOUNT, `device ${device}`, 'clear');
    // What the address is refused makes no account's count, of which there could be any number.
    const addressSucceeded = await this.#count(attempt, BY_ADDRESS, address, 'giveBack');
    if (email === null) return addressSucceeded;
    const accountSucceeded = await this.#count(attempt, BY_ACCOUNT, `account ${email}`, 'clear');
    return async () => {
      await accountSucceeded();
      await addressSucceeded();
    };
  }

  async #count(
    attempt: Attempt,
    limit: Limit,
    key: string,
    onSuccess: 'clear' | 'giveBack',
  ): Promise<() => Promise<void>> {
    const { allowed, overdrawn, resetSeconds } = await this.#limiter.consume(limit, key);
    if (overdrawn) await this.#record(attempt, limit);
    if (!allowed) throw tooManyRequests(resetSeconds);
    return () => this.#limiter[onSuccess](limit, key);
  }

  /** Once in a window: a storm of tries is no storm of writes. */
  async #record({ email, client }: Attempt, { name }: Limit): Promise<void> {
    const to = email === null ? null : { email };
    await this.#unitOfWork.run(({ audit }) =>
      audit.record({ action: 'sign_in.limited', by: stranger(client), to, details: { limit: name } }),
    );
  }
}
