import type { PrincipalMemory } from '../ports/principal-memory.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound } from '../refusal.ts';
import { type Acting, doerOf } from './doers.ts';

/** Kills a personal access token: it is refused by the very next request. */
export class DeleteToken {
  readonly #unitOfWork: UnitOfWork;
  readonly #memory: PrincipalMemory;

  constructor(unitOfWork: UnitOfWork, memory: PrincipalMemory) {
    this.#unitOfWork = unitOfWork;
    this.#memory = memory;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's. */
  async execute(acting: Acting, id: string): Promise<void> {
    const { userId } = acting;
    const digest = await this.#unitOfWork.run(async ({ tokens, audit }) => {
      const deleted = await tokens.deleteById(userId, id, 'personal');
      if (deleted === null) throw notFound('token');
      await audit.record({ action: 'token.deleted', by: doerOf(acting), to: { userId }, details: { token_id: id } });
      return deleted;
    });
    await this.#memory.forgetToken(digest);
  }
}
