import type { Session, SessionRepository } from '#application/ports/session-repository.ts';
import { type MemoryTables, ownedKey } from './memory-store.ts';

export class MemorySessionRepository implements SessionRepository {
  readonly #tables: MemoryTables;

  constructor(tables: MemoryTables) {
    this.#tables = tables;
  }

  async add(session: Session): Promise<void> {
    this.#tables.sessions.set(ownedKey(session.userId, session.id), session);
  }

  async end(userId: string, id: string): Promise<boolean> {
    return this.#tables.sessions.delete(ownedKey(userId, id));
  }

  async renew(userId: string, id: string, nextId: string): Promise<boolean> {
    const session = this.#tables.sessions.get(ownedKey(userId, id));
    if (session === undefined) return false;
    await this.end(userId, id);
    await this.add({ ...session, id: nextId });
    return true;
  }

  async endAllOf(userId: string, except: string | null): Promise<void> {
    for (const [key, session] of this.#tables.sessions)
      if (session.userId === userId && session.id !== except) this.#tables.sessions.delete(key);
  }

  async keepNewest(userId: string, count: number): Promise<number> {
    const sessions = [...this.#tables.sessions].filter(([, session]) => session.userId === userId);
    sessions.sort(([, one], [, other]) => (one.id < other.id ? 1 : -1));
    const oldest = sessions.slice(count);
    for (const [key] of oldest) this.#tables.sessions.delete(key);
    return oldest.length;
  }

  async endAll(): Promise<void> {
    this.#tables.sessions.clear();
  }
}
