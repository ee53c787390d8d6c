import type { AccessToken, AccessTokenRepository } from '#application/ports/access-token-repository.ts';
import { type MemoryTables, tokenKey } from './memory-store.ts';

export class MemoryAccessTokenRepository implements AccessTokenRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async save(token: AccessToken): Promise<void> {
    this.#tables.tokens.set(tokenKey(token.digest), token);
  }

  async delete(digest: Buffer): Promise<void> {
    this.#tables.tokens.delete(tokenKey(digest));
  }

  async deleteAllOf(userId: string): Promise<void> {
    for (const [key, token] of this.#tables.tokens) if (token.userId === userId) this.#tables.tokens.delete(key);
  }
}
