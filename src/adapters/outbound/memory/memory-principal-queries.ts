import type { Principal, PrincipalQueries } from '#application/ports/principal-queries.ts';
import { type MemoryStore, tokenKey } from './memory-store.ts';

export class MemoryPrincipalQueries implements PrincipalQueries {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async findByToken(tokenDigest: Buffer, now: Date): Promise<Principal | null> {
    const token = this.#store.committed.tokens.get(tokenKey(tokenDigest));
    return token && token.expiresAt > now ? this.findByUser(token.userId) : null;
  }

  async findByUser(userId: string): Promise<Principal | null> {
    const user = this.#store.committed.users.get(userId)?.user;
    return user?.isActive ? { userId, role: user.role, sessionEpoch: user.sessionEpoch } : null;
  }
}
