import { isFresh, nextEnd } from '#application/identity/session-life.ts';
import type { CredentialUsage } from '#application/ports/credential-usage.ts';
import type { Credential } from '#application/ports/principal-queries.ts';
import { type MemoryStore, ownedKey } from './memory-store.ts';

export class MemoryCredentialUsage implements CredentialUsage {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async record(userId: string, credential: Credential, now: Date): Promise<void> {
    if (isFresh(credential.lastUsedAt, now)) return;
    await this.#store.transaction(({ sessions, tokens }) => {
      const key = ownedKey(userId, credential.id);
      const session = sessions.get(key);
      if (credential.kind === 'session' && session)
        sessions.set(key, { ...session, lastSeenAt: now, expiresAt: nextEnd(session.createdAt, now) });
      if (credential.kind === 'token')
        for (const [digest, token] of tokens)
          if (token.userId === userId && token.id === credential.id) tokens.set(digest, { ...token, lastUsedAt: now });
    });
  }
}
