import type { AccessToken, AccessTokenRepository } from '#application/ports/access-token-repository.ts';
import type { MemoryTables } from './memory-store.ts';

export class MemoryAccessTokenRepository implements AccessTokenRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async save(token: AccessToken): Promise<void> {
    this.#tables.tokens.set(token.digest, token);
  }

  async delete(userId: string, digest: string): Promise<void> {
    if (this.#tables.tokens.get(digest)?.userId === userId) this.#tables.tokens.delete(digest);
  }

  async deleteById(userId: string, id: string, kind: 'login' | 'personal'): Promise<boolean> {
    const isMeant = (token: AccessToken) =>
      token.userId === userId && token.id === id && isLogin(token) === (kind === 'login');
    const found = this.#tables.tokens.values().find(isMeant);
    return found !== undefined && this.#tables.tokens.delete(found.digest);
  }

  async countPersonal(userId: string, now: Date): Promise<number> {
    const lives = (token: AccessToken) =>
      token.userId === userId && !isLogin(token) && (token.expiresAt === null || token.expiresAt > now);
    return this.#tables.tokens.values().filter(lives).toArray().length;
  }

  async keepNewestLogins(userId: string, count: number): Promise<number> {
    const logins = [...this.#tables.tokens.values()].filter((token) => token.userId === userId && isLogin(token));
    const oldest = logins.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(count);
    for (const { digest } of oldest) this.#tables.tokens.delete(digest);
    return oldest.length;
  }

  async deleteAllOf(userId: string): Promise<void> {
    this.#deleteEach((token) => token.userId === userId);
  }

  async deleteLoginsOf(userId: string, except: string | null): Promise<void> {
    this.#deleteEach((token) => token.userId === userId && isLogin(token) && token.id !== except);
  }

  async deleteAllLogins(): Promise<void> {
    this.#deleteEach(isLogin);
  }

  #deleteEach(isMeant: (token: AccessToken) => boolean): void {
    for (const [key, token] of this.#tables.tokens) if (isMeant(token)) this.#tables.tokens.delete(key);
  }
}

const isLogin = ({ name }: AccessToken): boolean => name === null;
