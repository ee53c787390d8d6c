import type { PrincipalMemory } from '../ports/principal-memory.ts';
import type { Repositories, UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound } from '../refusal.ts';
import { type Actor, assertAdmin, type SignedIn } from './actor.ts';

/** Ends sessions: those of browsers, and the logins of programs. What is ended is refused by the very next request, on every process. */
export class EndSession {
  readonly #unitOfWork: UnitOfWork;
  readonly #memory: PrincipalMemory;

  constructor(unitOfWork: UnitOfWork, memory: PrincipalMemory) {
    this.#unitOfWork = unitOfWork;
    this.#memory = memory;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's. */
  async one({ userId }: Pick<Actor, 'userId'>, id: string): Promise<void> {
    const ended = await this.#unitOfWork.run(
      async ({ sessions, tokens }) =>
        (await sessions.end(userId, id)) || (await tokens.deleteById(userId, id, 'login')) !== null,
    );
    if (!ended) throw notFound('session');
    await this.#memory.forgetUser(userId);
  }

  /** All of the actor's but the one that asks. */
  async others({ userId, credential }: SignedIn): Promise<void> {
    await this.#endAllOf(userId, credential.id);
  }

  async all({ userId }: Actor): Promise<void> {
    await this.#endAllOf(userId, null);
  }

  /** @throws {Refusal} FORBIDDEN for all but admins; NOT_FOUND */
  async allOf(admin: Actor, userId: string): Promise<void> {
    assertAdmin(admin);
    await this.#endAllOf(userId, null, async ({ users }) => {
      if ((await users.find(userId)) === null) throw notFound('user');
    });
  }

  /** Everybody's, the admin's too. @throws {Refusal} FORBIDDEN for all but admins. */
  async ofEverybody(admin: Actor): Promise<void> {
    assertAdmin(admin);
    await this.#unitOfWork.run(async ({ sessions, tokens }) => {
      await sessions.endAll();
      await tokens.deleteAllLogins();
    });
    await this.#memory.forgetEverybody();
  }

  async #endAllOf(
    userId: string,
    except: string | null,
    assert: (repositories: Repositories) => Promise<void> = async () => {},
  ): Promise<void> {
    await this.#unitOfWork.run(async (repositories) => {
      await assert(repositories);
      const { sessions, tokens } = repositories;
      await sessions.endAllOf(userId, except);
      await tokens.deleteLoginsOf(userId, except);
    });
    await this.#memory.forgetUser(userId);
  }
}
