import type { CredentialQueries, SignedInRow, TokenRow } from '#application/ports/credential-queries.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryCredentialQueries implements CredentialQueries {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async listSignedIn(userId: string, now: Date): Promise<readonly SignedInRow[]> {
    const { sessions, tokens } = this.#store.committed;
    const cookies = [...sessions.values()]
      .filter((session) => session.userId === userId && session.expiresAt > now)
      .map(
        (session): SignedInRow => ({
          id: session.id,
          kind: 'cookie',
          address: session.client.address,
          user_agent: session.client.userAgent,
          created_at: session.createdAt.toISOString(),
          last_seen_at: session.lastSeenAt.toISOString(),
          expires_at: session.expiresAt.toISOString(),
        }),
      );
    const bearers = [...tokens.values()].flatMap((token): SignedInRow[] => {
      if (token.userId !== userId || token.name !== null || token.expiresAt === null || token.expiresAt <= now)
        return [];
      return [
        {
          id: token.id,
          kind: 'bearer',
          address: token.client.address,
          user_agent: token.client.userAgent,
          created_at: token.createdAt.toISOString(),
          last_seen_at: token.lastUsedAt?.toISOString() ?? null,
          expires_at: token.expiresAt.toISOString(),
        },
      ];
    });
    return [...cookies, ...bearers].sort((one, other) => (one.id < other.id ? 1 : -1));
  }

  async listTokens(userId: string, now: Date): Promise<readonly TokenRow[]> {
    const rows = [...this.#store.committed.tokens.values()].flatMap((token): TokenRow[] => {
      if (token.userId !== userId || token.name === null || (token.expiresAt !== null && token.expiresAt <= now))
        return [];
      return [
        {
          id: token.id,
          name: token.name,
          scopes: token.scopes ?? [],
          account_ids: token.accountIds,
          created_at: token.createdAt.toISOString(),
          expires_at: token.expiresAt?.toISOString() ?? null,
          last_used_at: token.lastUsedAt?.toISOString() ?? null,
        },
      ];
    });
    return rows.sort((one, other) => (one.id < other.id ? -1 : 1));
  }
}
