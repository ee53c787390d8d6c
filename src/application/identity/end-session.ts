import type { Doer } from '../ports/audit-log.ts';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound } from '../refusal.ts';
import { assertAdmin } from './actor.ts';
import { type Acting, doerOf } from './doers.ts';

/** Ends sessions: those of browsers, and the logins of programs. What is ended is refused by the very next request, on every process. */
export class EndSession {
  readonly #unitOfWork: UnitOfWork;

  constructor(unitOfWork: UnitOfWork) {
    this.#unitOfWork = unitOfWork;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's. */
  async one(userId: string, id: string, by: Doer): Promise<void> {
    await this.#unitOfWork.run(async ({ sessions, tokens, audit }) => {
      const ended = (await sessions.end(userId, id)) || (await tokens.deleteById(userId, id, 'login'));
      if (!ended) throw notFound('session');
      await audit.record({ action: 'session.ended', by, to: { userId }, details: { session_id: id } });
    });
  }

  /** All of the actor's but the one that asks. */
  async others(acting: Acting): Promise<void> {
    await this.#endAllOf(acting, acting.userId, acting.credential.id);
  }

  async all(acting: Acting): Promise<void> {
    await this.#endAllOf(acting, acting.userId, null);
  }

  /** @throws {Refusal} FORBIDDEN for all but admins; NOT_FOUND */
  async allOf(admin: Acting, userId: string): Promise<void> {
    assertAdmin(admin);
    await this.#endAllOf(admin, userId, null, async ({ users }) => {
      if ((await users.find(userId)) === null) throw notFound('user');
    });
  }

  /** Everybody's, the admin's too. @throws {Refusal} FORBIDDEN for all but admins. */
  async ofEverybody(admin: Acting): Promise<void> {
    assertAdmin(admin);
    await this.#unitOfWork.run(async ({ sessions, tokens, audit }) => {
      await sessions.endAll();
      await tokens.deleteAllLogins();
      await audit.record({ action: 'sessions.ended', by: doerOf(admin), to: null, details: { of: 'everybody' } });
    });
  }

  async #endAllOf(
    acting: Acting,
    userId: string,
    except: string | null,
    assert: (repositories: Repositories) => Promise<void> = async () => {},
  ): Promise<void> {
    await this.#unitOfWork.run(async (repositories) => {
      await assert(repositories);
      const { sessions, tokens, audit } = repositories;
      await sessions.endAllOf(userId, except);
      await tokens.deleteLoginsOf(userId, except);
      const details = { of: except === null ? 'all' : 'others' };
      await audit.record({ action: 'sessions.ended', by: doerOf(acting), to: { userId }, details });
    });
  }
}
