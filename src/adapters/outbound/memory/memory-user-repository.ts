import type { UserRepository } from '#application/ports/user-repository.ts';
import { emailTaken } from '#application/refusal.ts';
import type { User } from '#domain/identity/user.ts';
import type { MemoryTables } from './memory-store.ts';

export class MemoryUserRepository implements UserRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async find(id: string): Promise<User | null> {
    return this.#tables.users.get(id)?.user ?? null;
  }

  async findByEmail(email: string): Promise<User | null> {
    const rows = this.#tables.users.values();
    return rows.find(({ user }) => user.email === email)?.user ?? null;
  }

  async findPasswordHash(id: string): Promise<string | null> {
    return this.#tables.users.get(id)?.passwordHash ?? null;
  }

  async lockAdmins(): Promise<readonly string[]> {
    const admins = this.#tables.users.values().filter(({ user }) => user.role === 'admin' && user.isActive);
    return [...admins].map(({ user }) => user.id);
  }

  async add(user: User, passwordHash: string): Promise<void> {
    await this.#refuseTaken(user);
    this.#tables.users.set(user.id, { user, passwordHash });
  }

  async save(user: User): Promise<void> {
    await this.#refuseTaken(user);
    const kept = this.#tables.users.get(user.id);
    if (kept) this.#tables.users.set(user.id, { ...kept, user });
  }

  async changePassword(userId: string, passwordHash: string): Promise<void> {
    const kept = this.#tables.users.get(userId);
    if (kept) this.#tables.users.set(userId, { ...kept, passwordHash });
  }

  async delete(userId: string): Promise<void> {
    const { users, tokens, audit: _audit, ...owned } = this.#tables;
    users.delete(userId);
    for (const [key, token] of tokens) if (token.userId === userId) tokens.delete(key);
    for (const table of Object.values(owned))
      for (const key of table.keys()) if (key.startsWith(`${userId} `)) table.delete(key);
  }

  async #refuseTaken({ id, email }: User): Promise<void> {
    const owner = await this.findByEmail(email);
    if (owner !== null && owner.id !== id) throw emailTaken();
  }
}
