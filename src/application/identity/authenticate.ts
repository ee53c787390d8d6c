import type { Clock } from '../ports/clock.ts';
import type { PrincipalQueries } from '../ports/principal-queries.ts';
import type { TokenSecrets } from '../ports/token-secrets.ts';
import type { Actor } from './actor.ts';

/** Finds who stands behind a request's credential. Null means: nobody that may come in. */
export class Authenticate {
  readonly #principals: PrincipalQueries;
  readonly #secrets: TokenSecrets;
  readonly #clock: Clock;

  constructor(principals: PrincipalQueries, secrets: TokenSecrets, clock: Clock) {
    this.#principals = principals;
    this.#secrets = secrets;
    this.#clock = clock;
  }

  byToken(secret: string): Promise<Actor | null> {
    return this.#principals.findByToken(this.#secrets.digest(secret), this.#clock.now());
  }

  /** @param sessionEpoch the epoch in which the session began. */
  async bySession(userId: string, sessionEpoch: number): Promise<Actor | null> {
    const principal = await this.#principals.findByUser(userId);
    return principal?.sessionEpoch === sessionEpoch ? principal : null;
  }
}
