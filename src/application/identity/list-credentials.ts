import type { Clock } from '../ports/clock.ts';
import type { CredentialQueries, SignedInRow, TokenRow } from '../ports/credential-queries.ts';
import type { Actor } from './actor.ts';

/** Where the actor is signed in, and which tokens they gave to programs. */
export class ListCredentials {
  readonly #credentials: CredentialQueries;
  readonly #clock: Clock;

  constructor(credentials: CredentialQueries, clock: Clock) {
    this.#credentials = credentials;
    this.#clock = clock;
  }

  signedIn({ userId }: Actor): Promise<readonly SignedInRow[]> {
    return this.#credentials.listSignedIn(userId, this.#clock.now());
  }

  tokens({ userId }: Actor): Promise<readonly TokenRow[]> {
    return this.#credentials.listTokens(userId, this.#clock.now());
  }
}
