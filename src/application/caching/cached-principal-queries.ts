import type { Cache } from '../ports/cache.ts';
import type { Principal, PrincipalQueries } from '../ports/principal-queries.ts';
import { BoundedMap } from './bounded-map.ts';
import { tags } from './tags.ts';

/** Bounds what a change behind Blotter's back (by hand, in SQL) can leave stale. */
const MILLISECONDS = 1_000;
const MOST_OWNERS = 10_000;

/** Keeps who stands behind a credential, as long as that is so. That nobody does is not kept. */
export class CachedPrincipalQueries implements PrincipalQueries {
  readonly #source: PrincipalQueries;
  readonly #cache: Cache;
  /** Whose token it is, which never changes, whether or not it is alive. */
  readonly #owners = new BoundedMap<string, string>(MOST_OWNERS);

  constructor(source: PrincipalQueries, cache: Cache) {
    this.#source = source;
    this.#cache = cache;
  }

  findByToken(tokenDigest: string, now: Date): Promise<Principal | null> {
    const look = () => this.#source.findByToken(tokenDigest, now);
    const owner = this.#owners.get(tokenDigest);
    return owner === undefined
      ? this.#newcomer(tokenDigest, look)
      : this.#kept(`token ${tokenDigest}`, owner, now, look);
  }

  findBySession(userId: string, sessionId: string, now: Date): Promise<Principal | null> {
    return this.#kept(`session ${userId} ${sessionId}`, userId, now, () =>
      this.#source.findBySession(userId, sessionId, now),
    );
  }

  async #newcomer(tokenDigest: string, look: () => Promise<Principal | null>): Promise<Principal | null> {
    const principal = await look();
    if (principal) this.#owners.set(tokenDigest, principal.userId);
    return principal;
  }

  async #kept(
    key: string,
    userId: string,
    now: Date,
    look: () => Promise<Principal | null>,
  ): Promise<Principal | null> {
    const keeping = {
      name: 'principals',
      schema: 1,
      milliseconds: (principal: Principal | null) => (principal === null ? 0 : MILLISECONDS),
      tags: [tags.person(userId), tags.everybody],
    };
    const principal = await this.#cache.getOrCompute(key, keeping, look);
    // It may have expired, or have been prolonged, since it was kept.
    return principal && isPast(principal, now) ? look() : principal;
  }
}

const isPast = ({ credential }: Principal, now: Date): boolean =>
  credential.expiresAt !== null && credential.expiresAt <= now;
