import type { Clock } from '../ports/clock.ts';
import type { CredentialUsage } from '../ports/credential-usage.ts';
import type { Principal, PrincipalQueries } from '../ports/principal-queries.ts';
import type { TokenSecrets } from '../ports/token-secrets.ts';
import type { SignedIn } from './actor.ts';

/** Finds who stands behind a request's credential, and notes its use. Null means: nobody that may come in. */
export class Authenticate {
  readonly #principals: PrincipalQueries;
  readonly #usage: CredentialUsage;
  readonly #secrets: TokenSecrets;
  readonly #clock: Clock;

  constructor(principals: PrincipalQueries, usage: CredentialUsage, secrets: TokenSecrets, clock: Clock) {
    this.#principals = principals;
    this.#usage = usage;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  byToken(secret: string): Promise<SignedIn | null> {
    const now = this.#clock.now();
    return this.#noted(this.#principals.findByToken(this.#secrets.digest(secret), now), now);
  }

  bySession(userId: string, sessionId: string): Promise<SignedIn | null> {
    const now = this.#clock.now();
    return this.#noted(this.#principals.findBySession(userId, sessionId, now), now);
  }

  async #noted(looking: Promise<Principal | null>, now: Date): Promise<SignedIn | null> {
    const principal = await looking;
    if (principal !== null) await this.#usage.record(principal.userId, principal.credential, now);
    return principal;
  }
}
