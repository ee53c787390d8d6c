import type { Role } from '#domain/identity/role.ts';
import type { User } from '#domain/identity/user.ts';
import type { AuditEvent, Doer } from '../ports/audit-log.ts';
import type { Page } from '../ports/page.ts';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.ts';
import type { UserQueries } from '../ports/user-queries.ts';
import { notFound, Refusal } from '../refusal.ts';
import { type Actor, assertAdmin } from './actor.ts';
import { type Acting, doerOf } from './doers.ts';

export type UserDecision = { readonly role?: Role | undefined; readonly isActive?: boolean | undefined };

/** What an admin does with the users. One active admin always remains, also when two of them decide at once. */
export class KeepUsers {
  readonly #users: UserQueries;
  readonly #unitOfWork: UnitOfWork;

  constructor(users: UserQueries, unitOfWork: UnitOfWork) {
    this.#users = users;
    this.#unitOfWork = unitOfWork;
  }

  async list(admin: Actor, page: { limit: number; after: string | null }): Promise<Page<User>> {
    assertAdmin(admin);
    return this.#users.list(page);
  }

  /** @throws {Refusal} NOT_FOUND */
  async find(admin: Actor, id: string): Promise<User> {
    assertAdmin(admin);
    const user = await this.#users.findById(id);
    if (user === null) throw notFound('user');
    return user;
  }

  /** Who is disabled is signed out everywhere at once, and comes back without those. @throws {Refusal} NOT_FOUND, OWN_ROLE, LAST_ADMIN */
  async decide(admin: Acting, id: string, decision: UserDecision): Promise<User> {
    assertAdmin(admin);
    if (id === admin.userId && decision.role !== undefined && decision.role !== admin.role)
      throw new Refusal('OWN_ROLE', 'Nobody changes their own role.');
    return this.#unitOfWork.run(async (repositories) => {
      const { users, sessions, tokens, audit } = repositories;
      const { before, after } = await decided(repositories, admin, id, (user) => user.kept(decision));
      await users.save(after);
      if (before.isActive && !after.isActive) {
        await sessions.endAllOf(id, null);
        await tokens.deleteAllOf(id);
      }
      for (const event of changesOf(before, after, doerOf(admin))) await audit.record(event);
      return after;
    });
  }

  /** With their whole ledger. @throws {Refusal} NOT_FOUND, LAST_ADMIN */
  async remove(admin: Acting, id: string): Promise<void> {
    assertAdmin(admin);
    await this.#unitOfWork.run(async (repositories) => {
      const { before } = await decided(repositories, admin, id, () => null);
      await repositories.users.delete(id);
      const details = { role: before.role };
      await repositories.audit.record({ action: 'user.removed', by: doerOf(admin), to: { userId: id }, details });
    });
  }
}

function changesOf(before: User, after: User, by: Doer): AuditEvent[] {
  const to = { userId: after.id };
  const details = { from: before.role, to: after.role };
  return [
    ...(before.role === after.role ? [] : [{ action: 'user.role_changed', by, to, details } as const]),
    ...(before.isActive && !after.isActive ? [{ action: 'user.disabled', by, to } as const] : []),
    ...(!before.isActive && after.isActive ? [{ action: 'user.enabled', by, to } as const] : []),
  ];
}

/** The admins are locked first, in one order, so that of two who would remove each other the second sees what the first did. */
async function decided<After extends User | null>(
  { users }: Repositories,
  admin: Actor,
  id: string,
  decide: (user: User) => After,
): Promise<{ readonly before: User; readonly after: After }> {
  const admins = await users.lockAdmins();
  if (!admins.includes(admin.userId)) throw new Refusal('FORBIDDEN', 'You are no admin any more.');
  const before = await users.find(id);
  if (before === null) throw notFound('user');
  const after = decide(before);
  const remains = after?.role === 'admin' && after.isActive;
  if (admins.includes(id) && !remains && admins.length === 1)
    throw new Refusal('LAST_ADMIN', 'This is the last admin: make another one first.');
  return { before, after };
}
