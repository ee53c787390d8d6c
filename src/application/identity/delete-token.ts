import type { PrincipalMemory } from '../ports/principal-memory.ts';
import type { UnitOfWork } from '../ports/unit-of-work.ts';
import { notFound } from '../refusal.ts';
import type { Actor } from './actor.ts';

/** Kills a personal access token: it is refused by the very next request. */
export class DeleteToken {
  readonly #unitOfWork: UnitOfWork;
  readonly #memory: PrincipalMemory;

  constructor(unitOfWork: UnitOfWork, memory: PrincipalMemory) {
    this.#unitOfWork = unitOfWork;
    this.#memory = memory;
  }

  /** @throws {Refusal} NOT_FOUND, also for another user's. */
  async execute({ userId }: Actor, id: string): Promise<void> {
    const digest = await this.#unitOfWork.run(({ tokens }) => tokens.deleteById(userId, id, 'personal'));
    if (digest === null) throw notFound('token');
    await this.#memory.forgetToken(digest);
  }
}
