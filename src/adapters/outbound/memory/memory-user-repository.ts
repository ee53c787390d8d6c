import type { UserRepository } from '#application/ports/user-repository.ts';
import { emailTaken } from '#application/refusal.ts';
import type { User } from '#domain/identity/user.ts';
import type { MemoryTables } from './memory-store.ts';

export class MemoryUserRepository implements UserRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async findByEmail(email: string): Promise<User | null> {
    const rows = this.#tables.users.values();
    return rows.find(({ user }) => user.email === email)?.user ?? null;
  }

  async add(user: User, passwordHash: string): Promise<void> {
    if ((await this.findByEmail(user.email)) !== null) throw emailTaken();
    this.#tables.users.set(user.id, { user, passwordHash });
  }

  async changePassword(user: User, passwordHash: string): Promise<void> {
    if (this.#tables.users.has(user.id)) this.#tables.users.set(user.id, { user, passwordHash });
  }
}
