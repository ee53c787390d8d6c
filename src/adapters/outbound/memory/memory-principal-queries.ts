import type { Principal, PrincipalQueries } from '#application/ports/principal-queries.ts';
import { type MemoryStore, ownedKey } from './memory-store.ts';

export class MemoryPrincipalQueries implements PrincipalQueries {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async findByToken(tokenDigest: string, now: Date): Promise<Principal | null> {
    const token = this.#store.committed.tokens.get(tokenDigest);
    if (!token || (token.expiresAt !== null && token.expiresAt <= now)) return null;
    const { id, createdAt, lastUsedAt, expiresAt, scopes, accountIds } = token;
    const credential = { kind: 'token', id, createdAt, lastUsedAt, expiresAt } as const;
    return this.#principal(token.userId, { scopes, accountIds, credential });
  }

  async findBySession(userId: string, sessionId: string, now: Date): Promise<Principal | null> {
    const session = this.#store.committed.sessions.get(ownedKey(userId, sessionId));
    if (!session || session.expiresAt <= now) return null;
    const credential = {
      kind: 'session',
      id: sessionId,
      createdAt: session.createdAt,
      lastUsedAt: session.lastSeenAt,
      expiresAt: session.expiresAt,
    } as const;
    return this.#principal(userId, { scopes: null, accountIds: null, credential });
  }

  #principal(userId: string, letIn: Pick<Principal, 'scopes' | 'accountIds' | 'credential'>): Principal | null {
    const user = this.#store.committed.users.get(userId)?.user;
    return user?.isActive ? { userId, role: user.role, ...letIn } : null;
  }
}
