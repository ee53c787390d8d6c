import type {
  MailedToken,
  MailedTokenPurpose,
  MailedTokenRepository,
} from '#application/ports/mailed-token-repository.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';

const PURPOSES = ['reset-password', 'verify-email'] as const;

export class MemoryMailedTokenRepository implements MailedTokenRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async keep(token: MailedToken): Promise<boolean> {
    const key = ownedKey(token.userId, token.purpose);
    const kept = this.#tables.mailedTokens.get(key);
    if (kept && kept.id >= token.id) return kept.digest === token.digest;
    this.#tables.mailedTokens.set(key, token);
    return true;
  }

  async find(purpose: MailedTokenPurpose, digest: string, now: Date): Promise<MailedToken | null> {
    const found = this.#tables.mailedTokens
      .values()
      .find((token) => token.purpose === purpose && token.digest === digest && token.expiresAt > now);
    return found ? { ...found, digest } : null;
  }

  async voidAllOf(userId: string, email: string, id: string): Promise<void> {
    for (const purpose of PURPOSES) {
      const key = ownedKey(userId, purpose);
      const former = this.#tables.mailedTokens.get(key);
      const last = former && former.id > id ? former.id : id;
      this.#tables.mailedTokens.set(key, { userId, purpose, id: last, email, digest: null, expiresAt: new Date(0) });
    }
  }

  async use(token: MailedToken): Promise<boolean> {
    const key = ownedKey(token.userId, token.purpose);
    if (this.#tables.mailedTokens.get(key)?.digest !== token.digest) return false;
    this.#tables.mailedTokens.set(key, { ...token, digest: null });
    return true;
  }
}
