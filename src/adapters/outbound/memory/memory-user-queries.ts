import type { Page } from '#application/ports/page.ts';
import type { UserQueries } from '#application/ports/user-queries.ts';
import type { User } from '#domain/identity/user.ts';
import type { MemoryStore } from './memory-store.ts';
import { pageOf } from './page-of.ts';

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

  async list({ limit, after }: { limit: number; after: string | null }): Promise<Page<User>> {
    const users = [...this.#store.committed.users.values()].map(({ user }) => user);
    const found = users
      .filter(({ id }) => after === null || id > after)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
    return pageOf(found, limit, (user) => user);
  }

  async hasAdmin(): Promise<boolean> {
    return this.#store.committed.users.values().some(({ user }) => user.role === 'admin' && user.isActive);
  }
}
