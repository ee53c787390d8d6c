import type { UserQueries } from '#application/ports/user-queries.ts';
import type { User } from '#domain/identity/user.ts';
import type { MemoryStore } from './memory-store.ts';

export class MemoryUserQueries implements UserQueries {
  readonly #store: MemoryStore;

  constructor(store: MemoryStore) {
    this.#store = store;
  }

  async findCredentials(email: string): Promise<{ user: User; passwordHash: string } | null> {
    return this.#store.committed.users.values().find(({ user }) => user.email === email) ?? null;
  }

  async findById(userId: string): Promise<User | null> {
    return this.#store.committed.users.get(userId)?.user ?? null;
  }
}
