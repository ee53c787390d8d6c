import type { PrincipalMemory } from '#application/ports/principal-memory.ts';
import type { Principal, PrincipalQueries } from '#application/ports/principal-queries.ts';
import type { ProcessCensus } from '#application/ports/process-census.ts';

const MOST = 10_000;
/** Bounds what a change made behind Blotter's back (by hand, in SQL) can leave stale, and a token's life past its expiry. */
const MILLISECONDS = 1_000;

type Memory = { readonly principal: Principal; readonly until: number };

/**
 * Remembers who stands behind a credential while this is the only process on the database, where nothing can be revoked without
 * `forget…` being called here. With company every look-up is asked anew.
 */
export class RememberedPrincipalQueries implements PrincipalQueries, PrincipalMemory {
  readonly #source: PrincipalQueries;
  readonly #census: ProcessCensus;
  readonly #known = new Map<string, Memory>();
  /** Raised by every forgetting: an answer that was asked for before it is not remembered after it. */
  #generation = 0;

  constructor(source: PrincipalQueries, census: ProcessCensus) {
    this.#source = source;
    this.#census = census;
  }

  findByToken(tokenDigest: Buffer, now: Date): Promise<Principal | null> {
    return this.#remembered(tokenKey(tokenDigest), () => this.#source.findByToken(tokenDigest, now));
  }

  findBySession(userId: string, sessionId: string, now: Date): Promise<Principal | null> {
    return this.#remembered(`${userId} ${sessionId}`, () => this.#source.findBySession(userId, sessionId, now));
  }

  async forgetToken(tokenDigest: Buffer): Promise<void> {
    this.#generation += 1;
    this.#known.delete(tokenKey(tokenDigest));
    await this.#census.counted();
  }

  async forgetUser(userId: string): Promise<void> {
    this.#generation += 1;
    for (const [key, { principal }] of this.#known) if (principal.userId === userId) this.#known.delete(key);
    await this.#census.counted();
  }

  async forgetEverybody(): Promise<void> {
    this.forgetAll();
    await this.#census.counted();
  }

  forgetAll(): void {
    this.#generation += 1;
    this.#known.clear();
  }

  async #remembered(key: string, look: () => Promise<Principal | null>): Promise<Principal | null> {
    const known = this.#known.get(key);
    if (known && this.#census.alone() && known.until > performance.now()) return known.principal;
    // What was asked for in company may be stale by the time that the company has gone.
    const [generation, wasAlone] = [this.#generation, this.#census.alone()];
    const principal = await look();
    if (principal && wasAlone && generation === this.#generation && this.#census.alone())
      this.#remember(key, principal);
    return principal;
  }

  #remember(key: string, principal: Principal): void {
    this.#known.delete(key);
    this.#known.set(key, { principal, until: performance.now() + MILLISECONDS });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
  }
}

const tokenKey = (digest: Buffer): string => digest.toString('latin1');
